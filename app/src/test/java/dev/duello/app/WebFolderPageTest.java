package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a GAN with classes and a direction, served by the JDK's file server and looked at in Chromium. */
@Tag("slow")
class WebFolderPageTest {
    @TempDir
    private static Path folder;

    private static Path run;
    private static Chromium chromium;
    private static HttpServer server;
    private static String address;

    @BeforeAll
    static void serve() throws IOException {
        run = folder.resolve("run");
        assertThat(ClassRun.train(folder.resolve("images"), run).exitCode()).isZero();
        Cli found = Cli.run("explain", "directions", run, "-k", "1", "--quiet");
        assertThat(found.exitCode()).as(found.err()).isZero();
        Path page = folder.resolve("page");
        Cli export = Cli.run("export", run, "--web", page);
        assertThat(export.exitCode()).as(export.err()).isZero();
        server = WebFolderPages.serve(page);
        address = WebFolderPages.address(server);
        chromium = Chromium.open();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    private static Page open(List<String> problems) {
        Page page = WebFolderPages.open(chromium, address, problems);
        page.getByText("Made here in").waitFor();
        return page;
    }

    @Test
    void the_browser_makes_the_images_of_the_run() {
        List<String> problems = new ArrayList<>();
        try (Page page = open(problems);
                TrainedModel model = TrainedModel.openExact(run, null);
                var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            Tensor latents = model.latents(4, 1);
            MemorySegment expected = arena.allocate(4L * model.format().bytes());
            model.sample(latents, Weights.AVERAGE, expected);
            int noise = Math.toIntExact(latents.size(1)) - 2;
            float[] numbers = latents.toFloats();
            for (int n = 0; n < 4; n++) {
                List<Double> z = new ArrayList<>();
                List<Double> classes = new ArrayList<>();
                for (int i = 0; i < noise + 2; i++) {
                    (i < noise ? z : classes).add((double) numbers[n * (noise + 2) + i]);
                }
                Object found = page.evaluate(
                        "async ({ z, classes }) => { const { open } = await import('./generator.js');"
                                + " return Array.from(await (await open()).generate(z, classes)); }",
                        Map.of("z", z, "classes", classes));
                List<?> pixels = (List<?>) found;
                assertThat(pixels).hasSize(model.format().bytes());
                for (int i = 0; i < pixels.size(); i++) {
                    int level = expected.get(ValueLayout.JAVA_BYTE, (long) n * pixels.size() + i) & 0xFF;
                    assertThat(((Number) pixels.get(i)).intValue() - level).isBetween(-1, 1);
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void sliders_classes_and_seeds_change_the_image_and_it_can_be_downloaded() throws IOException {
        List<String> problems = new ArrayList<>();
        try (Page page = open(problems)) {
            assertThat(page.title()).isEqualTo("run");
            assertThat(page.locator("#class option").allTextContents()).containsExactly("dark & small", "light");
            String first = image(page);
            page.selectOption("#class", "light");
            String light = changed(page, first);
            page.locator("#directions input").first().fill("3");
            String moved = changed(page, light);
            page.locator("#latents input").first().fill("-3");
            String slid = changed(page, moved);
            page.click("#next");
            changed(page, slid);
            page.click("#more");
            assertThat(page.locator("#latents input").count()).isGreaterThan(12);

            Download download = page.waitForDownload(() -> page.click("#download"));
            assertThat(download.suggestedFilename()).isEqualTo("sample-1.png");
            Path saved = folder.resolve("saved.png");
            download.saveAs(saved);
            assertThat(ImageIO.read(saved.toFile()).getWidth()).isEqualTo(16);
        }
        assertThat(problems).isEmpty();
    }

    private static String image(Page page) {
        return (String) page.evaluate("document.getElementById('image').toDataURL()");
    }

    private static String changed(Page page, String before) {
        // Not waitForFunction, which evaluates text, as the page's policy forbids.
        for (int i = 0; i < 200 && image(page).equals(before); i++) {
            page.waitForTimeout(50);
        }
        assertThat(image(page)).isNotEqualTo(before);
        return image(page);
    }

    @Test
    void the_page_is_told_to_load_nothing_from_elsewhere_and_its_license_is_beside_it() throws IOException {
        Path page = folder.resolve("page");
        assertThat(Files.readString(page.resolve("index.html")))
                .contains("default-src 'none'", "'wasm-unsafe-eval'", "connect-src 'self'")
                .doesNotContain("'unsafe-eval'", "unsafe-inline", "http:", "https:");
        assertThat(Files.readString(page.resolve("ONNXRUNTIME-LICENSE.txt"))).contains("MIT License", "Microsoft");
        assertThat(Cli.run("export", run, "--web", page).err()).contains("is not empty");
    }
}
