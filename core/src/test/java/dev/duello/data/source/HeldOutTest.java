package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
@Tag("slow")
class HeldOutTest {
    @Test
    void data_with_a_test_part_hold_that_out_in_the_same_format_and_close_it() {
        Dataset test;
        try (Dataset training = Datasets.open("fashion-mnist", LoadOptions.DEFAULT.withSize(16, 16))) {
            test = training.heldOut();
            assertThat(test).isNotNull().isSameAs(training.heldOut());
            assertThat(test.size()).isEqualTo(10_000);
            assertThat(test.format()).isEqualTo(training.format());
            assertThat(test.heldOut()).isNull();
        }
        Dataset closed = test;
        assertThatThrownBy(() -> closed.stored(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_folder_holds_nothing_out(@TempDir Path folder) {
        for (int i = 0; i < 4; i++) {
            PngFiles.write(folder.resolve(i + ".png"), new ImageFormat(1, 16, 16), new byte[256]);
        }
        try (Dataset images = Datasets.open(folder.toString(), LoadOptions.DEFAULT)) {
            assertThat(images.heldOut()).isNull();
        }
    }

    @Test
    void samples_in_memory_hold_nothing_out() {
        try (Dataset images = Datasets.of("m", new ImageFormat(1, 1, 2), new byte[8], null, List.of())) {
            assertThat(images.heldOut()).isNull();
        }
    }
}
