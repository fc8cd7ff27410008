package dev.duello.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.CacheExtension;
import dev.duello.data.CacheFolder;
import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import dev.duello.data.cache.CacheContents.Kind;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class CacheContentsTest {
    private static final String HASH = "0123456789abcdef";

    @TempDir
    private Path folder;

    private static Path put(String name) {
        return Samples.put(CacheFolder.path().resolve(name), new byte[10]);
    }

    private static Map<String, Kind> kinds() {
        return CacheContents.list().stream()
                .collect(Collectors.toMap(entry -> entry.file().getFileName().toString(), CacheContents.Entry::kind));
    }

    @Test
    void decoded_images_and_what_measuring_learned_are_found_and_made_again() throws IOException {
        Path source = Samples.put(folder.resolve("a"), Samples.idx(new int[] {9, 16, 16}, Samples.noise(9 * 256)));
        String fingerprint;
        try (Dataset set = Datasets.open(source.toString(), LoadOptions.DEFAULT)) {
            fingerprint = set.fingerprint();
        }
        put("features/classifier-" + HASH + ".safetensors");
        put("features/" + HASH + "-classifier-5ed93e06-10000.safetensors");
        put("features/" + HASH + "-random-7e2bfa17-10000-floor-1.txt");
        put("features/classifier-" + HASH + ".safetensors.part-abc-1x2y3z");

        List<CacheContents.Entry> entries = CacheContents.list();
        assertThat(entries)
                .extracting(CacheContents.Entry::kind)
                .containsExactlyInAnyOrder(
                        Kind.DECODED, Kind.CLASSIFIER, Kind.FEATURES, Kind.FEATURES, Kind.UNFINISHED);
        assertThat(entries.getFirst().kind()).isEqualTo(Kind.DECODED);
        assertThat(entries.getFirst().bytes())
                .isEqualTo(Files.size(entries.getFirst().file()));

        entries.forEach(CacheContents::delete);
        assertThat(CacheContents.list()).isEmpty();
        assertThat(source).exists();
        try (Dataset set = Datasets.open(source.toString(), LoadOptions.DEFAULT)) {
            assertThat(set.fingerprint()).isEqualTo(fingerprint);
        }
    }

    @Test
    void what_somebody_else_put_there_is_not_among_it() throws IOException {
        put("sets/photo-" + HASH + HASH + ".images");
        put("sets/photos.images");
        put("sets/notes.txt");
        put("sets/mine.part-1");
        put("features/mine.safetensors");
        put("features/pt_inception-2015-12-05-6726825d.pth");
        put("datasets/mnist/train-images-idx3-ubyte.gz");
        Path mine = Samples.put(folder.resolve("mine"), new byte[10]);
        Files.createSymbolicLink(CacheFolder.path().resolve("features/classifier-" + HASH + ".safetensors"), mine);
        Files.createDirectories(CacheFolder.path().resolve("features/" + HASH + "-random-1-2.safetensors"));

        assertThat(kinds()).isEmpty();
    }

    @Test
    void a_damaged_copy_is_still_a_copy() throws IOException {
        Samples.put(
                CacheFolder.path().resolve("sets/a-" + HASH + HASH + ".images"),
                "duello image set, and then nothing".getBytes());
        assertThat(kinds()).containsValue(Kind.DECODED);
    }

    @Test
    void an_empty_cache_holds_nothing() {
        assertThat(CacheContents.list()).isEmpty();
    }
}
