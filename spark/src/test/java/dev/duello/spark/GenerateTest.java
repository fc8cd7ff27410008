package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.learn.Weights;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class GenerateTest {
    /** Three files, the last one short and not a whole number of blocks. */
    private static final Generation GENERATION = new Generation(600, 7, null, 256);

    @TempDir
    private static Path folder;

    private static Path run;
    private static Path alone;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        Torch.setThreads(1);
        run = folder.resolve("run");
        TinyRun.train(run);
        alone = folder.resolve("alone");
        LocalCluster.onOneThread(one -> new DuelloSpark(one).generatePng(run, GENERATION, alone.toString()));
        spark = LocalCluster.shared();
    }

    @Test
    void rows_are_the_samples_of_one_machine() {
        Path output = folder.resolve("parquet");
        new DuelloSpark(spark).generateParquet(run, GENERATION, output.toString());

        List<Row> rows =
                spark.read().parquet(output.toString()).orderBy("index").collectAsList();
        assertThat(rows).hasSize(600);
        byte[] expected;
        try (TrainedModel model = TrainedModel.open(run)) {
            expected = model.sample(600, 7);
        }
        for (int i = 0; i < 600; i++) {
            Row row = rows.get(i);
            assertThat(row.getLong(0)).isEqualTo(i);
            assertThat(row.getString(1)).isIn("left", "right");
            assertThat(row.<Integer>getList(2)).containsExactly(16, 16, 1);
            assertThat((byte[]) row.get(3)).isEqualTo(Arrays.copyOfRange(expected, i * 256, (i + 1) * 256));
        }
        assertThat(rows.stream().map(row -> row.getString(1)).distinct()).hasSize(2);
    }

    @Test
    void any_number_of_executors_writes_the_same_files() throws IOException {
        Path output = folder.resolve("cluster");
        new DuelloSpark(spark).generatePng(run, GENERATION, output.toString());
        assertThat(hashes(output)).hasSize(600).isEqualTo(hashes(alone));
    }

    @Test
    void a_class_can_be_asked_for() throws IOException {
        Path output = folder.resolve("png");
        new DuelloSpark(spark).generatePng(run, new Generation(300, 7, "right", 256), output.toString());
        byte[] expected;
        try (TrainedModel model = TrainedModel.open(run)) {
            expected = sampleOfClass(model, 1);
        }
        ImageFormat format = new ImageFormat(1, 16, 16);
        for (int i : new int[] {0, 255, 256, 299}) {
            Path file = output.resolve(String.format("%06d/%012d.png", i / 256, i));
            assertThat(PngFiles.read(file, format, Fit.CROP))
                    .isEqualTo(Arrays.copyOfRange(expected, i * 256, (i + 1) * 256));
        }
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSize(300);
        }
    }

    @Test
    void what_cannot_work_is_refused_before_any_machine_begins() {
        DuelloSpark duello = new DuelloSpark(spark);
        String output = folder.resolve("refused").toString();
        assertThatThrownBy(() -> duello.generatePng(run, new Generation(300, 7, "middle", 256), output))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no class 'middle'");
        assertThatThrownBy(() -> duello.generateParquet(run, GENERATION, folder.toString()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("exists already");
        assertThat(Path.of(output)).doesNotExist();
    }

    private static byte[] sampleOfClass(TrainedModel model, int label) {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(300L * 256);
            model.sample(model.latents(300, 7, label), Weights.AVERAGE, target);
            return target.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".png")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                hashes.put(
                        folder.relativize(file).toString(),
                        new Sha256().add(bytes, 0, bytes.length).hex());
            }
        }
        return hashes;
    }
}
