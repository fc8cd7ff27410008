package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataShowTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @Test
    void what_is_odd_about_a_folder_is_told_in_lines_and_in_json() throws IOException {
        write("cats/a.png", 1);
        write("cats/b.png", 2);
        write("cats/c.png", 1);
        write("dogs/d.jpg", 3);
        write("dogs/.hidden.png", 1);
        write("__MACOSX/cats/._a.png", 1);
        Files.writeString(folder.resolve("README.txt"), "cats and dogs");
        Files.writeString(folder.resolve("LICENSE"), "mine");
        BufferedImage deep = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 4000);
        ImageIO.write(deep, "png", folder.resolve("cats/deep.png").toFile());

        Cli cli = Cli.run("data", "show", folder, "--sheet", elsewhere.resolve("sheet.png"));
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "formats  JPEG 1, PNG 4",
                        "Left out on purpose: 1 hidden file, 1 resource fork, 2 files of other kinds.",
                        "1 image has 16 bits a channel, scaled to 8 bits from 0-65535; no sample is above 4000, so",
                        "1 image is an exact copy of another: cats/c.png of cats/a.png.",
                        "1 class has a single image (dogs): a generator can only memorize it.");

        Path sheet = elsewhere.resolve("sheet.png");
        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("data", "show", folder, "--sheet", sheet, "--json")
                        .out());
        assertThat(json.get("formats").get("PNG").asInt()).isEqualTo(4);
        assertThat(json.get("left-out").get("other-files").asInt()).isEqualTo(2);
        assertThat(json.get("left-out").get("resource-forks").asInt()).isEqualTo(1);
        assertThat(json.get("deep").get("largest-sample").asInt()).isEqualTo(4000);
        assertThat(json.get("copies").get("original").asText()).isEqualTo("cats/a.png");
    }

    @Test
    void nothing_is_said_of_a_folder_with_nothing_odd() throws IOException {
        write("a.png", 1);
        write("b.png", 2);
        assertThat(Cli.run("data", "show", folder, "--sheet", elsewhere.resolve("sheet.png"))
                        .out())
                .contains("formats  PNG 2")
                .doesNotContain("note");
    }

    @Test
    void images_compressed_with_loss_against_others_are_told() throws IOException {
        write("one/a.jpg", 1);
        write("one/b.jpg", 2);
        write("one/c.png", 3);
        write("other/a.png", 1);
        write("other/b.png", 2);
        try (Dataset one = open("one");
                Dataset other = open("other")) {
            assertThat(DataNotes.ofComparison(one, other))
                    .containsExactly(
                            "The judged images are compressed with loss (JPEG, PNG), the real images are not (PNG):"
                                    + " a part of the difference is that of the compression.");
            assertThat(DataNotes.ofComparison(other, one).get(0))
                    .startsWith("The real images are compressed with loss");
            assertThat(DataNotes.ofComparison(one, one)).isEmpty();
            assertThat(DataNotes.ofComparison(null, one)).isEmpty();
        }
    }

    @Test
    void images_of_other_sizes_are_told() throws IOException {
        write("one/a.png", 1);
        write("other/a.png", 1, 32);
        write("other/b.png", 2, 32);
        write("other/c.png", 3, 16);
        try (Dataset one = open("one");
                Dataset other = open("other")) {
            assertThat(DataNotes.ofComparison(one, other))
                    .containsExactly(
                            "The judged images are 16x16, the real images mostly 32x32; all are compared at 32x32:"
                                    + " a part of the difference may be that of resizing.");
        }
        assertThat(Cli.run("data", "show", folder.resolve("other"), "--sheet", elsewhere.resolve("sheet.png"))
                        .out())
                .contains("sizes    32x32 2, 16x16 1");
    }

    @Test
    void what_the_images_of_shapes_were_made_of_is_written_as_csv() throws IOException {
        Path factors = elsewhere.resolve("factors.csv");
        Path sheet = elsewhere.resolve("sheet.png");
        Cli cli = Cli.run("data", "show", "shapes", "--split", "test", "--sheet", sheet, "--factors", factors);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("shapes: 2,000 images of 64x64, color", "triangle", "factors  " + factors);
        assertThat(Files.readAllLines(factors))
                .hasSize(2001)
                .first()
                .isEqualTo("index,shape,hue,size,x,y,rotation,background,second");

        Cli emoji = Cli.run("data", "show", "emoji", "--factors", factors);
        assertThat(emoji.exitCode()).isEqualTo(2);
        assertThat(emoji.err())
                .contains("only of the data sets spoken-digits, tones, notes, shapes, faces, moving-shapes");
    }

    private Dataset open(String name) {
        return Datasets.open(folder.resolve(name).toString(), LoadOptions.DEFAULT);
    }

    private void write(String name, int seed) throws IOException {
        write(name, seed, 16);
    }

    private void write(String name, int seed, int side) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, i * 77_777 * seed);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
    }
}
