package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.duello.data.image.Picture;
import dev.duello.learn.Weights;
import dev.duello.torch.Device;
import dev.duello.train.TrainedModel;
import dev.duello.translate.ImageTranslation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a network that makes images of images, in Chromium. */
@Tag("slow")
class WebFolderTranslatePageTest {
    @TempDir
    private static Path folder;

    private static Chromium chromium;

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Path picture(String name, int height, int width) {
        byte[] pixels = new byte[height * width * 3];
        new Random(1).nextBytes(pixels);
        Path file = folder.resolve(name);
        new Picture(height, width, 3, pixels).write(file);
        return file;
    }

    private static Picture saved(Page page, String name) {
        Download download = page.waitForDownload(() -> page.click("#download"));
        assertThat(download.suggestedFilename()).isEqualTo(name);
        Path file = folder.resolve(name);
        download.saveAs(file);
        return Picture.read(file);
    }

    private static void give(Page page, Path file) {
        page.evaluate("document.getElementById('status').textContent = ''");
        page.locator("#file").setInputFiles(file);
        page.getByText("Made here in").waitFor();
    }

    @Test
    void an_image_becomes_what_the_command_makes_of_it_in_one_tile_and_in_many_of_the_class_that_is_chosen() {
        Path run = folder.resolve("colors");
        Cli training = TranslatorRun.trainByClass(folder.resolve("classes"), run);
        assertThat(training.exitCode()).as(training.err()).isZero();
        Path web = folder.resolve("page");
        Cli export = Cli.run("export", run, "--web", web);
        assertThat(export.exitCode()).as(export.err()).isZero();
        HttpServer server = WebFolderPages.serve(web);
        List<String> problems = new ArrayList<>();
        try (Page page = WebFolderPages.open(chromium, WebFolderPages.address(server), problems);
                TrainedModel model = TrainedModel.openExact(run, null)) {
            page.getByText("Choose an image").waitFor();
            page.selectOption("#class", "light");
            ImageTranslation translation = new ImageTranslation(model.translator(), Device.CPU, Weights.AVERAGE);
            for (Path file :
                    List.of(picture("whole.png", 16, 16), picture("parts.png", 37, 50), picture("dot.png", 1, 3))) {
                give(page, file);
                String name = file.getFileName().toString().replace(".png", "-made.png");
                Picture found = saved(page, name);
                Picture expected =
                        translation.translate(Picture.read(file), 1, 0).withChannels(4);
                assertThat(found.width()).isEqualTo(expected.width());
                for (int i = 0; i < expected.pixels().length; i++) {
                    assertThat((found.pixels()[i] & 255) - (expected.pixels()[i] & 255))
                            .as(name + " " + i)
                            .isBetween(-1, 1);
                }
            }
            Picture light = saved(page, "dot-made.png");
            page.evaluate("document.getElementById('status').textContent = ''");
            page.selectOption("#class", "dark & #1");
            page.getByText("Made here in").waitFor();
            assertThat(saved(page, "dot-made.png").pixels()).isNotEqualTo(light.pixels());
            page.locator("#file").setInputFiles(folder.resolve("colors/experiment.yaml"));
            page.getByText("The image cannot be read").waitFor();
            assertThat(page.locator("#noise-line").isHidden()).isTrue();
        } finally {
            server.stop(0);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void what_fills_a_hole_changes_with_the_seed() {
        Path run = folder.resolve("fills");
        Cli training = TranslatorRun.train(folder.resolve("images"), run);
        assertThat(training.exitCode()).as(training.err()).isZero();
        Path web = folder.resolve("fills-page");
        Cli export = Cli.run("export", run, "--web", web);
        assertThat(export.exitCode()).as(export.err()).isZero();
        Path hole = folder.resolve("hole.png");
        new Picture(16, 16, 4, new byte[16 * 16 * 4]).write(hole);
        HttpServer server = WebFolderPages.serve(web);
        List<String> problems = new ArrayList<>();
        try (Page page = WebFolderPages.open(chromium, WebFolderPages.address(server), problems)) {
            page.getByText("Choose an image").waitFor();
            give(page, hole);
            Picture first = saved(page, "hole-made.png");
            assertThat(first.isTransparent()).isFalse();
            page.evaluate("document.getElementById('status').textContent = ''");
            page.click("#next");
            page.getByText("Made here in").waitFor();
            assertThat(saved(page, "hole-made.png").pixels()).isNotEqualTo(first.pixels());
        } finally {
            server.stop(0);
        }
        assertThat(problems).isEmpty();
    }
}
