package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.data.Datasets;
import dev.duello.data.ImageFormat;
import dev.duello.data.PngFiles;
import dev.duello.data.Split;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
    private static Dataset heldOut(Experiment experiment) {
        try (Dataset images =
                Datasets.open(experiment.data().source(), experiment.data().loadOptions(Split.TRAIN))) {
            return HeldOut.of(experiment.forImages(images), images);
        }
    }

    @Test
    void data_with_a_test_part_hold_that_out() {
        try (Dataset test = heldOut(TinyRuns.experiment())) {
            assertThat(test.size()).isEqualTo(10_000);
        }
    }

    @Test
    void a_folder_holds_nothing_out(@TempDir Path folder) {
        for (int i = 0; i < 4; i++) {
            PngFiles.write(folder.resolve(i + ".png"), new ImageFormat(1, 16, 16), new byte[256]);
        }
        assertThat(heldOut(TinyRuns.experiment("data.source=" + folder))).isNull();
    }

    @Test
    void images_that_the_experiment_does_not_name_hold_nothing_out() {
        try (Dataset images = TinyRuns.images(0)) {
            assertThat(HeldOut.of(TinyRuns.experiment("data.size=16x16", "data.channels=1"), images))
                    .isNull();
        }
    }
}
