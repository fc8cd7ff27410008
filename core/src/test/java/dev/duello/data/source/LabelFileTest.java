package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The layout that the tools of StyleGAN2-ADA write: numbered folders and a file of labels. */
@ExtendWith(CacheExtension.class)
class LabelFileTest {

    private static final String LABELS =
            "{\"labels\": [[\"00001/img00000002.png\", 7], [\"00000/img00000000.png\", 7], [\"00000/img00000001.png\","
                    + " 2], [\"00009/gone.png\", 5]]}";

    @TempDir
    Path folder;

    @Test
    void gives_classes_in_a_folder_and_in_archives() throws Exception {
        Map<String, byte[]> files = files(LABELS);
        files.forEach((name, bytes) -> Samples.put(folder.resolve("plain").resolve(name), bytes));
        Samples.put(folder.resolve("a.zip"), ArchiveTest.zip(files));
        Samples.put(folder.resolve("a.tar"), ArchiveTest.tar(files));
        for (String source : new String[] {"plain", "a.zip", "a.tar"}) {
            try (Dataset set = open(source)) {
                assertThat(set.classes()).as(source).containsExactly("2", "7");
                assertThat(IntStream.range(0, 3).map(set::label)).containsExactly(1, 0, 1);
                assertThat(set.report().leftOut().otherFiles()).isZero();
            }
        }
    }

    @Test
    void gives_classes_in_a_folder_that_wraps_all() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files(LABELS).forEach((name, bytes) -> files.put("set/" + name, bytes));
        Samples.put(folder.resolve("a.zip"), ArchiveTest.zip(files));
        try (Dataset set = open("a.zip")) {
            assertThat(set.classes()).containsExactly("2", "7");
        }
    }

    @Test
    void without_labels_says_that_folders_are_no_classes() throws Exception {
        Samples.put(folder.resolve("a.zip"), ArchiveTest.zip(files("{\"labels\": null}")));
        try (Dataset set = open("a.zip")) {
            assertThat(set.classes()).isEmpty();
        }
    }

    @Test
    void of_another_kind_is_passed_over() throws Exception {
        Samples.put(folder.resolve("a.zip"), ArchiveTest.zip(files("{\"name\": \"cats\"}")));
        try (Dataset set = open("a.zip")) {
            assertThat(set.classes()).containsExactly("00000", "00001");
        }
    }

    @Test
    void is_read_again_when_it_changes() throws Exception {
        files(LABELS)
                .forEach((name, bytes) -> Samples.put(folder.resolve("plain").resolve(name), bytes));
        open("plain").close();
        byte[] other = LABELS.replace("], [", "] , [").replace(", 2]", ", 11]").getBytes(StandardCharsets.UTF_8);
        Samples.put(folder.resolve("plain/dataset.json"), other);
        try (Dataset set = open("plain")) {
            assertThat(set.classes()).containsExactly("7", "11");
        }
    }

    @Test
    void that_cannot_be_used_is_refused_in_words() throws Exception {
        refuses(
                "{\"labels\": [[\"00000/img00000000.png\", 7]]}",
                "has no label for 2 of the 3 images, such as 00000/img0");
        refuses("{\"labels\": [[\"00000/img00000000.png\", [0.5, 1]]]}", "which is not [file, number of the class]");
        refuses("{\"labels\": [7]}", "has the label 7");
        refuses("{\"labels\": [", "is not valid JSON");
    }

    private void refuses(String labels, String problem) throws Exception {
        Samples.put(folder.resolve("a.zip"), ArchiveTest.zip(files(labels)));
        assertThatThrownBy(() -> open("a.zip"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("The labels in dataset.json cannot be used: it ")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("Mend it, or give it another name to do without.");
    }

    private static Map<String, byte[]> files(String labels) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("00000/img00000000.png", Samples.png(16, 16, Color.RED));
        files.put("00000/img00000001.png", Samples.png(16, 16, Color.GREEN));
        files.put("00001/img00000002.png", Samples.png(16, 16, Color.BLUE));
        files.put("dataset.json", labels.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private Dataset open(String name) {
        return Datasets.open(folder.resolve(name).toString(), LoadOptions.DEFAULT);
    }
}
