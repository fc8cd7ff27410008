package dev.duello.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.HeldOut;
import dev.duello.data.Sources;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.learn.SettingException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class SourceSettingsTest {
    private static final ImageFormat TINY = new ImageFormat(1, 16, 16);

    @TempDir
    private Path folder;

    private Path images(String name, int first, int offset) {
        for (int i = first; i < 12; i++) {
            byte[] pixels = new byte[TINY.bytes()];
            Arrays.fill(pixels, (byte) (i + offset));
            PngFiles.write(folder.resolve(name).resolve(i + ".png"), TINY, pixels);
        }
        return folder.resolve(name);
    }

    @Test
    void the_same_of_unpaired_samples_are_held_out_when_they_are_paired_by_name() {
        String targets = images("targets", 0, 0).toString();
        Path sources = images("sources", 0, 100);
        SourceSettings settings =
                new SourceSettings("none", sources.toString(), SourceSettings.Pairing.UNPAIRED, "1", 1);
        try (Dataset opened = Datasets.open(targets, LoadOptions.DEFAULT);
                Dataset unpaired = settings.samples(opened, targets, 3);
                Dataset paired = settings.byName(unpaired, targets)) {
            Dataset held = HeldOut.trainingPart(paired, 4, 7).heldOut();
            Dataset before = HeldOut.trainingPart(unpaired, 4, 7).heldOut();
            Sources partners = held.sources();
            for (int i = 0; i < 4; i++) {
                assertThat(held.stored(i)).isEqualTo(before.stored(i));
                byte[] source = new byte[TINY.bytes()];
                partners.gather(new int[] {i}, 0, MemorySegment.ofArray(source));
                assertThat(source[0]).isEqualTo((byte) (held.stored(i)[0] + 100));
            }
            assertThat(partners.arePairs()).isTrue();
        }
    }

    @Test
    void a_sample_without_a_source_of_its_name_leaves_all_without() {
        String targets = images("targets", 0, 0).toString();
        Path sources = images("sources", 1, 100);
        SourceSettings settings =
                new SourceSettings("none", sources.toString(), SourceSettings.Pairing.UNPAIRED, "1", 1);
        try (Dataset opened = Datasets.open(targets, LoadOptions.DEFAULT);
                Dataset unpaired = settings.samples(opened, targets, 3)) {
            assertThatExceptionOfType(SettingException.class)
                    .isThrownBy(() -> settings.byName(unpaired, targets))
                    .withMessageContaining("not every image of");
        }
    }
}
