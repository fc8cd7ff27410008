package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import dev.duello.data.source.Npy;
import dev.duello.data.video.MovingPictures;
import dev.duello.data.video.VideoFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table in the guide, docs/guide/media.md, against what the commands do on tiny runs. */
@Tag("slow")
class MediaTest {
    private static final int FILES = 40;

    @TempDir
    private Path folder;

    /** The media beside images, of which other tests tell. */
    private enum Medium {
        SOUND(".wav", "<i2", "--length=256", "--rate=8000"),
        VIDEO(".gif", "|u1", "--frames=4"),
        SHAPES(".npy", "|u1", "--size=16"),
        TEXT(".txt", "<U6");

        private final String extension;
        private final String element;
        private final List<String> options;

        Medium(String extension, String element, String... options) {
            this.extension = extension;
            this.element = element;
            this.options = List.of(options);
        }

        /** Its column in the table. */
        private String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        private void write(Path file, SplittableRandom random) throws IOException {
            switch (this) {
                case SOUND -> Tones.write(file, random.nextInt(200, 2000), 8000, 256);
                case VIDEO -> {
                    VideoFormat format = new VideoFormat(3, 4, 8, 8);
                    byte[] clip = new byte[format.bytes()];
                    random.nextBytes(clip);
                    Files.write(file, MovingPictures.gif(format, clip));
                }
                case SHAPES -> {
                    byte[] cells = new byte[8 * 8 * 8];
                    Arrays.fill(cells, 0, random.nextInt(64, 256), (byte) 1);
                    Npy.writeBytes(file, new int[] {8, 8, 8}, MemorySegment.ofArray(cells));
                }
                case TEXT -> Files.writeString(file, word(random) + "\n");
            }
        }

        private static String word(SplittableRandom random) {
            StringBuilder word = new StringBuilder();
            for (int i = random.nextInt(3, 7); i > 0; i--) {
                word.append((char) ('a' + random.nextInt(4)));
            }
            return word.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_guide_tells_what_works_on_a_medium(Medium medium) throws IOException {
        Path data = data(medium);
        Path file = folder.resolve("one" + medium.extension);
        medium.write(file, new SplittableRandom(7));
        Path run = folder.resolve("gan");
        Table table = Table.read(medium.column());

        table.check(
                "`train`", train(medium, data, run, List.of("--set=discriminator.width=2", "--set=generator.width=2")));
        // Shapes have the networks of videos, and pictures of shapes take the longest.
        if (medium != Medium.SHAPES) {
            checkOtherLearners(table, medium, data, file);
            table.check("[`audit`]", Cli.run("audit", run, "-n", 24, "--features=random", "--quiet"));
        }
        Path array = folder.resolve("made.npy");
        table.check("`--npy`", Cli.run("sample", run, "-n", 3, "--npy", array));
        assertThat(Files.readString(array, StandardCharsets.ISO_8859_1))
                .contains("'descr': '" + medium.element + "'", "(3,");
        table.check(
                "`evaluate` of an array",
                Cli.run("evaluate", array, "--against", data, "--html", folder.resolve("e.html")));
        table.check("`score`", Cli.run("score", run, file));
        table.check("by SeFa", Cli.run("explain", "directions", run, "-k", 1, "--quiet"));
        table.check(
                "`sample --move`",
                Cli.run("sample", run, "-n", 2, "--move", "sefa-1=2", "--grid", folder.resolve("moved.png")));
        table.check("by measured properties", Cli.run("explain", "directions", run, "--method=labels", "--quiet"));
        table.check("`explain invert`", Cli.run("explain", "invert", run, file, "--starts=1", "--steps=2", "--quiet"));
        table.check("`explain score`", Cli.run("explain", "score", run, file, "--quiet"));
        table.check("`explain units`", Cli.run("explain", "units", run, "--quiet"));
        table.check("`export --web`", Cli.run("export", run, "--web", folder.resolve("web")));
        table.check(
                "augmentation",
                train(
                        medium,
                        data,
                        folder.resolve("augmented"),
                        List.of("--set=augmentation.translation=true", "--set=augmentation.probability=1")));
        table.check("tasks", train(medium, data, folder.resolve("task"), List.of("--task=denoise")));
        table.check("mirroring", train(medium, data, folder.resolve("flipped"), List.of("--set=data.flip=true")));
    }

    private void checkOtherLearners(Table table, Medium medium, Path data, Path file) {
        Path codes = folder.resolve("codes");
        table.check(
                "autoencoder",
                train(
                        medium,
                        data,
                        codes,
                        List.of("--preset=autoencoder-tiny", "--set=encoder.width=2", "--set=decoder.width=2")));
        table.check("`reconstruct`", Cli.run("reconstruct", codes, file, "-o", folder.resolve("again.png")));
        table.check("`encode`", Cli.run("encode", codes, file, "--npy", folder.resolve("z.npy")));
        table.check(
                "private training",
                train(
                        medium,
                        data,
                        folder.resolve("private"),
                        List.of(
                                "--epsilon=50",
                                "--delta=1e-3",
                                "--set=discriminator.width=2",
                                "--set=generator.width=2")));
    }

    @Test
    void the_studio_sends_the_cells_of_a_shape_for_its_page_to_turn() throws Exception {
        Path runs = Files.createDirectory(folder.resolve("runs"));
        Cli trained = train(
                Medium.SHAPES,
                data(Medium.SHAPES),
                runs.resolve("shapes"),
                List.of("--set=discriminator.width=2", "--set=generator.width=2"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();

        try (Studio studio = TestStudio.open(runs)) {
            String checkpoint = "/api/runs/shapes/checkpoints/000000.008k/";
            JsonNode shape = new ObjectMapper()
                    .readTree(TestStudio.get(studio, checkpoint + "shape?z=1.0").body());
            assertThat(shape.get("side").asInt()).isEqualTo(16);
            assertThat(shape.get("channels").asInt()).isEqualTo(1);
            assertThat(shape.get("scores")).hasSize(1);
            assertThat(shape.get("cells").binaryValue()).hasSize(16 * 16 * 16 / 8);
            assertThat(TestStudio.get(studio, checkpoint + "shape?z=1.0;1.1").statusCode())
                    .isEqualTo(400);
        }
    }

    private Path data(Medium medium) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        SplittableRandom random = new SplittableRandom(1);
        if (medium == Medium.TEXT) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                words.add(Medium.word(random));
            }
            Files.write(data.resolve("words.txt"), words);
        } else {
            for (int i = 0; i < FILES; i++) {
                medium.write(data.resolve(i + medium.extension), random);
            }
        }
        return data;
    }

    private static Cli train(Medium medium, Path data, Path run, List<String> options) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", data, "--out", run));
        arguments.addAll(List.of("--kimg=0.008", "--batch=8", "--threads=1", "--watch=none", "--quiet"));
        arguments.addAll(medium.options);
        arguments.addAll(options);
        return Cli.run(arguments.toArray());
    }

    /** A column of the table: what is promised of a medium. */
    private record Table(List<String> rows, int column) {
        static Table read(String medium) throws IOException {
            List<String> rows = Files.readAllLines(Path.of("../docs/guide/media.md")).stream()
                    .filter(line -> line.startsWith("|"))
                    .toList();
            List<String> names = cells(rows.getFirst());
            int column = names.indexOf(names.stream()
                    .filter(name -> name.contains(medium))
                    .findFirst()
                    .orElseThrow());
            return new Table(rows, column);
        }

        private static List<String> cells(String row) {
            return Arrays.stream(row.split("\\|")).map(String::strip).toList();
        }

        /** @param feature what the first cell of its row has, and no other */
        void check(String feature, Cli cli) {
            List<String> found = rows.stream()
                    .map(Table::cells)
                    .filter(row -> row.size() > column && row.get(1).contains(feature))
                    .map(row -> row.get(column))
                    .toList();
            assertThat(found).as(feature).hasSize(1);
            assertThat(cli.exitCode() == 0 ? "yes" : "no")
                    .as("%s: %s", feature, cli.err())
                    .isEqualTo(found.getFirst());
            assertThat(cli.err()).as(feature).doesNotContain("bug in Duello");
        }
    }
}
