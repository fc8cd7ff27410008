package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.data.image.AnimatedGif;
import dev.duello.data.image.GifFrames;
import dev.duello.data.image.Picture;
import dev.duello.data.source.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TranslateTest {
    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        Cli training = TranslatorRun.train(images, run);
        assertThat(training.exitCode()).as(training.err()).isZero();
        assertThat(training.out()).contains("duello translate");
    }

    private static Path out(String name) {
        return folder.resolve(name);
    }

    private static Picture noise(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        new Random(1).nextBytes(pixels);
        return new Picture(height, width, channels, pixels);
    }

    @Test
    void images_of_any_size_and_name_keep_both_and_what_is_known_of_them() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in/deep"));
        noise(1, 1, 1).write(in.resolve("a #1.png"));
        noise(37, 50, 3).write(in.resolve("b.png"));
        noise(20, 9, 4).write(in.getParent().resolve("c.png"));
        Files.writeString(in.resolve("broken.jpg"), "no image");
        Cli cli = Cli.run("translate", run, in.getParent(), "--out", out("any"));
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).contains("Translated 3 of 4 images");
        assertThat(cli.err()).contains("broken.jpg: it is not a PNG");
        assertThat(Picture.read(out("any").resolve("deep/a #1.png")).pixels()).hasSize(4);
        Picture opaque = noise(37, 50, 3);
        Picture made = Picture.read(out("any").resolve("deep/b.png"));
        assertThat(made.height()).isEqualTo(37);
        int red = opaque.pixels()[0] & 255;
        // Nothing is missing, so that all stays as it is but for rounding.
        assertThat(made.pixels()[0] & 255).isBetween(red - 2, red + 2);
    }

    @Test
    void what_is_there_stays_until_it_is_forced() throws IOException {
        Path target = out("again");
        assertThat(Cli.json("translate", run, images, "--out", target, "--json")
                        .get("made")
                        .asInt())
                .isEqualTo(20);
        Path first = target.resolve("0.png");
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(first, longAgo);
        Files.delete(target.resolve("1.png"));
        JsonNode again = Cli.json("translate", run, images, "--out", target, "--json");
        assertThat(again.get("made").asInt()).isEqualTo(1);
        assertThat(again.get("present").asInt()).isEqualTo(19);
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(longAgo);
        Cli.json("translate", run, images.resolve("0.png"), "--out", target, "--json", "--force");
        assertThat(Files.getLastModifiedTime(first)).isNotEqualTo(longAgo);
    }

    @Test
    void variants_differ_in_the_hole_and_stand_beside_their_source() throws IOException {
        Path hole = folder.resolve("hole.png");
        new Picture(16, 16, 4, new byte[16 * 16 * 4]).write(hole);
        Cli.json("translate", run, hole, "--out", out("variants"), "--variants", "2", "--compare", "--json");
        Picture one = Picture.read(out("variants").resolve("hole-1.png"));
        Picture two = Picture.read(out("variants").resolve("hole-2.png"));
        assertThat(one.width()).isEqualTo(32);
        assertThat(one.pixels()).isNotEqualTo(two.pixels());
    }

    @Test
    void a_gif_is_translated_frame_by_frame() throws IOException {
        Path gif = folder.resolve("moving.gif");
        BufferedImage[] frames = {
            noise(16, 24, 3).image(), noise(16, 24, 3).repeated(1).image()
        };
        frames[1].setRGB(3, 3, 0xffffff);
        Files.write(gif, AnimatedGif.encode(List.of(frames).iterator(), 20));
        Cli.json("translate", run, gif, "--out", out("gif"), "--json");
        GifFrames made = GifFrames.read(out("gif").resolve("moving.gif"));
        assertThat(made.frames()).hasSize(2);
        assertThat(made.hundredths()).isEqualTo(20);
        assertThat(made.frames().getFirst().width()).isEqualTo(24);
    }

    @Test
    void an_array_holds_images_of_one_size() throws IOException {
        Cli.json("translate", run, images, "--out", out("array"), "--npy", "--json");
        assertThat(Npy.readBytes(out("array").resolve("translated.npy")).shape())
                .startsWith(20, 16, 16);
        assertThat(Cli.run("translate", run, images, "--out", out("array"), "--npy")
                        .err())
                .contains("is there already: --force");
    }

    @Test
    void it_is_evaluated_on_what_was_held_out_beside_simple_methods() throws IOException {
        JsonNode found = Cli.json("evaluate", run, "--features", "random", "--json");
        assertThat(found.at("/protocol/split").asText()).isEqualTo("held-out");
        assertThat(found.at("/protocol/fakes").asInt()).isEqualTo(6);
        assertThat(found.at("/values").has("psnr")).isTrue();
        assertThat(found.at("/baselines/diffusion fill/psnr").asDouble())
                .isNotEqualTo(found.at("/baselines/mean fill/psnr").asDouble());
        assertThat(found.at("/variants-feature-distance").asDouble()).isPositive();
        assertThat(run.resolve("translations.png")).exists();
        assertThat(Cli.run("evaluate", run, "--features", "random").out()).contains("diffusion fill");
    }

    @Test
    void unpaired_images_are_compared_with_targets_where_names_are_equal() throws IOException {
        Path grays = folder.resolve("grays");
        Path others = folder.resolve("strangers");
        for (int i = 0; i < 20; i++) {
            Picture gray =
                    Picture.read(images.resolve(i + ".png")).withChannels(1).withChannels(3);
            gray.write(Files.createDirectories(grays).resolve(i + ".png"));
            gray.write(Files.createDirectories(others).resolve("other-" + i + ".png"));
        }
        for (Path sources : List.of(grays, others)) {
            Cli training = Cli.run(
                    "train",
                    "--preset=cut",
                    "--unpaired",
                    sources,
                    images,
                    "--out",
                    out("from-" + sources.getFileName()),
                    "--kimg=0.008",
                    "--batch=8",
                    "--watch=none",
                    "--threads=1",
                    "--set=generator.width=4",
                    "--set=generator.depth=1",
                    "--set=discriminator.width=4",
                    "--set=discriminator.depth=1",
                    "--set=data.held-out=6");
            assertThat(training.exitCode()).as(training.err()).isZero();
        }
        JsonNode found = Cli.json("evaluate", out("from-grays"), "--metrics", "psnr", "--features", "random", "--json");
        assertThat(found.at("/protocol/fakes").asInt()).isEqualTo(6);
        // Gray squares over their own of red, green and blue are 14.6, 13.6 and 13.8 dB away, and others less near.
        assertThat(found.at("/baselines/source/psnr").asDouble()).isBetween(13.5, 14.7);
        Cli refused = Cli.run("evaluate", out("from-strangers"), "--metrics", "psnr", "--features", "random");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("psnr compares each image with its target, and these have none");
    }

    @Test
    void what_cannot_be_is_refused_in_a_sentence() {
        assertThat(Cli.run("sample", run).err()).contains("duello translate");
        assertThat(Cli.run("translate", run, folder.resolve("nowhere"), "--out", out("x"))
                        .err())
                .contains("There is no file or folder");
        assertThat(Cli.run("translate", run, images, "--out", out("x"), "--variants", "0")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Cli.run("train", "--task", "colorise", "--data", images, "--out", out("x"))
                        .err())
                .contains("did you mean 'colorize'?");
        assertThat(Cli.run("train", "--task", "edges", "--pairs", images, images, "--out", out("x"))
                        .err())
                .contains("leave one out");
        assertThat(out("x")).doesNotExist();
    }

    @Test
    void pairs_come_side_by_side_or_from_a_table_and_their_run_is_evaluated() throws IOException {
        Path both = Files.createDirectories(folder.resolve("both #1"));
        StringBuilder table = new StringBuilder("source,target\n");
        for (int i = 0; i < 20; i++) {
            Picture one = Picture.read(images.resolve(i + ".png"));
            one.withChannels(1).beside(one).write(both.resolve(i + ".png"));
            table.append("images/").append(i).append(".png,both #1/").append(i).append(".png\n");
        }
        Files.writeString(folder.resolve("pairs.csv"), table.append("images/0.png,gone.png\n"));
        Object[] small = {
            "--kimg=0.008",
            "--batch=8",
            "--watch=none",
            "--threads=1",
            "--set=generator.width=4",
            "--set=generator.depth=2",
            "--set=discriminator.width=4",
            "--set=discriminator.depth=1",
            "--set=data.held-out=6"
        };
        Cli halves = Cli.run(with(small, "train", "--pairs", "side-by-side", both, "--out", out("halves")));
        assertThat(halves.exitCode()).as(halves.err()).isZero();
        assertThat(Files.readString(out("halves").resolve("experiment.yaml")))
                .contains("left-half:" + both)
                .contains("right-half:" + both)
                .contains("size: 16x16");
        JsonNode found = Cli.json("evaluate", out("halves"), "--features", "random", "--json");
        assertThat(found.at("/protocol/fakes").asInt()).isEqualTo(6);
        assertThat(found.at("/baselines/source/psnr").isNumber()).isTrue();
        Cli lines = Cli.run(
                with(small, "train", "--pairs", folder.resolve("pairs.csv"), "--out", out("lines"), "--size=16"));
        assertThat(lines.exitCode()).as(lines.err()).isZero();
        assertThat(lines.err()).contains("6 of the images are kept out of the training, to measure on");
        assertThat(Cli.run("train", "--pairs", both, "--out", out("x")).err()).contains("or one FILE.csv");
        assertThat(Cli.run("train", "--pairs", images, folder.resolve("both #1/0.png"), "--out", out("x"))
                        .exitCode())
                .isNotZero();
        Path other = Files.createDirectories(folder.resolve("others"));
        noise(16, 16, 3).write(other.resolve("nobody.png"));
        assertThat(Cli.run("train", "--pairs", other, images, "--out", out("x")).err())
                .contains("has a source of the same name in");
        assertThat(out("x")).doesNotExist();
    }

    @Test
    void a_run_is_evaluated_by_the_network_that_it_was_measured_with_while_it_was_trained() throws IOException {
        Path targets = folder.resolve("targets");
        Path sources = folder.resolve("sources");
        for (int i = 0; i < 520; i++) {
            Path name = Path.of(i % 2 == 0 ? "even" : "odd", i + ".png");
            noise(8, 8, 1).write(created(targets.resolve(name)));
            // Of these targets alone there are sources: another set, and so another classifier.
            if (i < 502) {
                noise(8, 8, 1).write(created(sources.resolve(name)));
            }
        }
        Cli training = Cli.run(
                "train",
                "--pairs",
                sources,
                targets,
                "--out",
                out("measured"),
                "--kimg=0.008",
                "--batch=8",
                "--threads=1",
                "--watch=feature-distance",
                "--set=evaluation.features=classifier",
                "--set=generator.width=4",
                "--set=generator.depth=1",
                "--set=discriminator.width=4",
                "--set=discriminator.depth=1");
        assertThat(training.exitCode()).as(training.err()).isZero();
        JsonNode found = Cli.json("evaluate", out("measured"), "--json");
        assertThat(Files.readString(out("measured").resolve("events.jsonl")))
                .contains(found.at("/protocol/features").asText());
    }

    private static Path created(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return file;
    }

    private static Object[] with(Object[] more, Object... command) {
        return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray();
    }

    @Test
    void an_image_that_would_take_too_much_memory_is_named_and_the_others_are_translated() throws IOException {
        Path in = Files.createDirectories(folder.resolve("odd"));
        // The start of a PNG, whose pixels never come.
        byte[] header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(20_000)
                .putInt(20_000)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(header);
        ByteBuffer png = ByteBuffer.allocate(100_000);
        png.putLong(0x89504e470d0a1a0aL).putInt(13).put(header).putInt((int) checksum.getValue());
        Files.write(in.resolve("huge.png"), png.array());
        noise(1, 1, 3).write(in.resolve("dot.png"));
        Cli cli = Cli.run("translate", run, in, "--out", out("odd-made"));
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).contains("Translated 1 of 2 images");
        assertThat(cli.err()).contains("huge.png: it declares 20000 x 20000 pixels");
    }

    @Test
    void numbered_frames_keep_their_order_and_numbers() throws IOException {
        Path frames = Files.createDirectories(folder.resolve("film"));
        for (int i = 1; i <= 12; i++) {
            noise(16, 16, 3).write(frames.resolve(String.format("frame-%04d.png", i)));
        }
        Cli.json("translate", run, frames, "--out", out("film-made"), "--json");
        try (Stream<Path> made = Files.list(out("film-made"))) {
            assertThat(made.map(file -> file.getFileName().toString()).sorted())
                    .hasSize(12)
                    .startsWith("frame-0001.png")
                    .endsWith("frame-0012.png");
        }
    }

    @Test
    void a_task_is_shown_and_nothing_is_trained() throws IOException {
        Path picture = folder.resolve("task.png");
        Cli shown = Cli.run("train", "--task", "edges", "--data", images, "--show-task", picture, "--size", "32x32");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out()).startsWith("20 pairs");
        BufferedImage seen = ImageIO.read(picture.toFile());
        assertThat(seen.getWidth()).isEqualTo((8 * 34 + 2) * 2);
        assertThat(seen.getHeight()).isEqualTo((6 * 34 + 2) * 2);
        assertThat(Cli.run("train", "--data", images, "--show-task", picture).err())
                .contains("name a --task");
    }
}
