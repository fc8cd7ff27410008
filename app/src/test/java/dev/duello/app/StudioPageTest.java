package dev.duello.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.duello.app.studio.Studio;
import dev.duello.data.source.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The studio in a real browser, with trainings that it starts itself. */
@Tag("slow")
class StudioPageTest {
    private static final int PATIENCE_MILLISECONDS = 60_000;

    @TempDir
    private static Path folder;

    private static Path root;
    private static Path images;
    private static Chromium chromium;
    private static Studio studio;

    private BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        chromium = Chromium.open();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLISECONDS);
        root = folder.resolve("runs");
        images = folder.resolve("images");
        Pictures.write(images, 20);
        Cli cli = TinyRun.trainMlp(
                images,
                root.resolve("short"),
                "--kimg",
                "2.4",
                "--set",
                "training.sample-kimg=0.6",
                "--set",
                "evaluation.kimg=0.6",
                "--set",
                "evaluation.samples=20");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        Folders.copy(root.resolve("short"), root.resolve("other"));
        assertThat(ClassRun.train(folder.resolve("classes"), root.resolve("pairs"))
                        .exitCode())
                .isZero();
        SteppedRun.write(root.resolve("paced"), 10_000);
        studio = TestStudio.open(root, RelaunchCommand.words());
    }

    @AfterAll
    static void close() throws IOException {
        endTrainings();
        if (studio != null) {
            studio.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    /** Whatever a failed test left running. */
    private static void endTrainings() throws IOException {
        try (Stream<Path> runs = Files.list(root)) {
            for (Path lock : runs.map(run -> run.resolve(".lock"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                long pid = Long.parseLong(Files.readString(lock).split(" ")[0]);
                if (pid != ProcessHandle.current().pid()) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
    }

    @BeforeEach
    void openPage() {
        openPage(1280);
    }

    private void openPage(int width) {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setAcceptDownloads(true));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLISECONDS);
        Chromium.collect(page, complaints);
        page.navigate(studio.address());
    }

    @AfterEach
    void noComplaints() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    private void go(String hash) {
        page.navigate(studio.address().replaceAll("\\?.*", "") + hash);
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private Locator startButton() {
        return exactly("Start");
    }

    /** A button of this very name, where others have it in theirs. */
    private Locator exactly(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void startPage() {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Start a training"))
                .click();
        assertThat(page.locator(".data-card").first()).isVisible();
    }

    @Test
    void a_training_is_started_watched_stopped_and_resumed_from_the_page() {
        startPage();
        page.locator("input[name=preset][value=mlp]").check();
        page.locator("input[name=data]").fill(images.toString());
        page.locator("input[name=kimg]").fill("100000");
        page.locator("input[name=name]").fill("from-the-page");
        page.getByText("All settings", new Page.GetByTextOptions().setExact(true))
                .click();
        page.locator("textarea")
                .fill("training.batch=16\ntraining.sample-kimg=0.5\nevaluation.metric=none\nmachine.threads=1\n"
                        + "generator.width=8\ndiscriminator.width=8");
        startButton().click();

        assertThat(page.locator("h1")).hasText("from-the-page");
        assertThat(page.locator(".badge")).containsText("Training");
        assertThat(page.locator(".chart canvas").first()).isVisible();
        Locator slider = page.getByLabel("Time of the training");
        page.waitForCondition(() -> Integer.parseInt(slider.getAttribute("max")) >= 1);
        int samples = Integer.parseInt(slider.getAttribute("max"));
        String seen = page.locator(".facts dd").first().textContent();
        page.waitForCondition(() -> Integer.parseInt(slider.getAttribute("max")) > samples
                && !page.locator(".facts dd").first().textContent().equals(seen));
        assertThat(page.locator(".facts").last()).containsText("process");

        button("Stop from-the-page").click();
        assertThat(page.locator(".badge")).containsText("Stopped");
        button("Resume from-the-page").click();
        assertThat(page.locator(".badge")).containsText("Training");
        button("Stop from-the-page").click();
        assertThat(page.locator(".badge")).containsText("Stopped");
    }

    @Test
    void what_cannot_be_started_is_refused_in_a_sentence() {
        startPage();
        page.getByText("All settings", new Page.GetByTextOptions().setExact(true))
                .click();
        page.locator("textarea").fill("generator.widht=8");
        startButton().click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("did you mean 'generator.width'?");

        page.locator("textarea").fill("");
        page.getByLabel("Unit of the length").selectOption("time");
        page.getByLabel("Length as a time").fill("ten minutes");
        startButton().click();
        assertThat(page.locator(".field small.problem:visible")).containsText("10m, 1h30m or 90s");
        assertThat(page.getByLabel("Length as a time")).isFocused();

        page.getByLabel("Length as a time").fill("");
        page.locator("input[name=data]").fill("/there/is/nothing");
        startButton().click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("/there/is/nothing");
        complaints.removeIf(text -> text.contains("422"));
    }

    @Test
    void runs_are_filtered_and_sorted() {
        Locator rows = page.locator("tbody tr");
        assertThat(page.locator("[data-run=short]")).containsText("Finished");
        page.getByLabel("Filter").fill("oth");
        assertThat(rows).hasCount(1);
        assertThat(rows.first()).containsText("other");
        page.getByLabel("Filter").fill("");
        page.getByLabel("Status", new Page.GetByLabelOptions().setExact(true)).selectOption("crashed");
        assertThat(rows).hasCount(0);
        page.getByLabel("Status", new Page.GetByLabelOptions().setExact(true)).selectOption("done");
        page.locator(".sort").first().click();
        assertThat(rows.first()).containsText("other");
        page.locator(".sort").first().click();
        assertThat(rows.first()).containsText("short");
    }

    @Test
    void a_slider_goes_through_the_time_of_a_training() {
        go("#/run/short");
        Locator slider = page.getByLabel("Time of the training");
        Locator grid = page.locator("img.grid").first();
        assertThat(slider).hasAttribute("aria-valuetext", "2.4 kimg");
        slider.focus();
        page.keyboard().press("Home");
        assertThat(grid).hasAttribute("src", Pattern.compile(".*/samples/000000\\.000k\\.png"));
        assertThat(slider).hasAttribute("aria-valuetext", "0.0 kimg");
        assertThat((Boolean) grid.evaluate("image => image.decode().then(() => image.naturalWidth > 100)"))
                .isTrue();
        button("▶ Play").click();
        assertThat(slider).hasAttribute("aria-valuetext", "2.4 kimg");
        assertThat(page.locator(".chart figcaption").first())
                .containsText(Pattern.compile("fid\\[(random|classifier)"));
        page.locator("summary").getByText("Generator").click();
        assertThat(page.locator("details[open]")).containsText("linear");
    }

    @Test
    void alerts_are_told_in_words_as_they_come() throws IOException {
        go("#/run/other");
        assertThat(page.locator(".chart canvas").first()).isVisible();
        Files.writeString(
                root.resolve("other/events.jsonl"),
                "{\"event\":\"alerted\",\"images\":208,\"seconds\":1.0,\"symptom\":\"mode-collapse\",\"evidence\":"
                        + "\"diversity <b>fell</b> to 0.10\",\"advice\":\"Lower the rate.\"}\n"
                        + "{\"event\":\"stopped\",\"images\":2400,\"seconds\":2.0,\"reason\":\"completed\"}\n",
                StandardOpenOption.APPEND);

        assertThat(page.locator(".alertlist"))
                .containsText(
                        Pattern.compile("0\\.2 kimg.*Mode collapse.*diversity <b>fell</b> to 0\\.10.*Lower the rate"));
    }

    @Test
    void latents_are_explored_mixed_and_downloaded() throws IOException {
        go("#/explore/short");
        Locator tiles = page.locator(".tile");
        assertThat(tiles.first()).hasAttribute("aria-label", Pattern.compile("Image 1 of seed \\d+, real with .*"));
        tiles.nth(0).click();
        tiles.nth(1).click();
        Locator point =
                page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Point between the chosen images"));
        assertThat(point).isVisible();
        // The address of the drawing tells which one it is: on a slow machine it may still be the one before.
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*\\.0\\*0\\.7071.*\\.1\\*0\\.7071&.*"));
        String between = drawn();
        point.focus();
        page.keyboard().press("Home");
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*z=\\d+\\.0\\*1\\.0000&.*"));
        assertThat(drawn()).isNotEqualTo(between);
        page.keyboard().press("End");
        assertThat(point).hasAttribute("aria-valuetext", "100 % from A to B");
        tiles.nth(2).click();
        page.locator(".pad").hover();
        page.mouse().down();
        page.mouse()
                .move(
                        page.locator(".pad").boundingBox().x + 20,
                        page.locator(".pad").boundingBox().y + 30);
        page.mouse().up();
        assertThat(point).hasAttribute("aria-valuetext", Pattern.compile(".*to the right.*down"));
        page.getByLabel("A − B + C").check();
        assertThat(point).isHidden();

        page.locator("input[aria-label=Truncation]").fill("0.5");
        assertThat(page.getByText("Truncation 0.50")).isVisible();
        Download latents =
                page.waitForDownload(() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Latents"))
                        .click());
        assertThat(latents.suggestedFilename()).isEqualTo("short.npy");
        Path npy = folder.resolve("latents.npy");
        latents.saveAs(npy);
        assertThat(Npy.readFloats(npy).shape()).startsWith(36, 100);
        Download png =
                page.waitForDownload(() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("PNG"))
                        .first()
                        .click());
        assertThat(png.suggestedFilename()).isEqualTo("short.png");

        String seed = page.getByLabel("Seed", new Page.GetByLabelOptions().setExact(true))
                .inputValue();
        page.getByLabel("lock the seed").check();
        assertThat(button("New seed")).isDisabled();
        page.getByLabel("lock the seed").uncheck();
        button("New seed").click();
        assertThat(page.getByLabel("Seed", new Page.GetByLabelOptions().setExact(true)))
                .not()
                .hasValue(seed);
    }

    @Test
    void chosen_images_are_marked_a_fifth_asks_and_the_address_holds_all_of_it() {
        go("#/explore/pairs?seed=4&z=4.0;4.2&truncation=0.7&class=light");
        Locator tiles = page.locator(".tile");
        assertThat(tiles.first()).hasAttribute("aria-label", Pattern.compile("Image 1 of seed 4.*"));
        assertThat(page.locator(".tile[aria-pressed=true]")).hasCount(2);
        assertThat(tiles.nth(2)).containsText("✓ B");
        assertThat(page.getByLabel("Class", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("light");
        assertThat(page.getByText("Truncation 0.70")).isVisible();
        assertThat(page.locator(".mixer h2")).hasText("Interpolate");

        tiles.nth(3).click();
        tiles.nth(5).click();
        tiles.nth(7).click();
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("be replaced by image 8");
        button("Replace B").click();
        assertThat(tiles.nth(2)).hasAttribute("aria-pressed", "false");
        assertThat(tiles.nth(7)).containsText("✓ B");
        assertThat(page).hasURL(Pattern.compile(".*z=4\\.0%3B4\\.7%3B4\\.3%3B4\\.5.*"));
        page.goBack();
        assertThat(page.locator(".tile").nth(2)).containsText("✓ B");

        page.getByLabel("Walk", new Page.GetByLabelOptions().setExact(true)).check();
        assertThat(page.locator(".mixer h2")).hasText("Walk");
        assertThat(page.locator(".result")).hasAttribute("data-step", Pattern.compile("[3-9]|\\d{2,}"));
        button("Classes × latents").click();
        assertThat(page.locator(".class-grid .tile")).hasCount(16);
        exactly("Images").click();
        exactly("Enlarge image 3").click(new Locator.ClickOptions().setForce(true));
        assertThat(page.locator("dialog[open]")).containsText("Image 3 of seed 4");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("dialog[open]")).containsText("Image 4 of seed 4");
    }

    @Test
    void a_chosen_class_holds_for_all_that_is_made() throws IOException {
        go("#/explore/pairs");
        Locator tiles = page.locator(".tile");
        assertThat(tiles.first()).hasAttribute("aria-label", Pattern.compile("Image 1 of seed .*"));
        Locator classes = page.getByLabel("Class", new Page.GetByLabelOptions().setExact(true));
        assertThat(classes).isVisible();
        assertThat(classes.locator("option")).hasText(new String[] {"any", "dark & small", "light"});
        classes.selectOption("dark & small");
        tiles.nth(0).click();
        tiles.nth(1).click();

        Pattern asked = Pattern.compile(".*class=dark%20%26%20small.*");
        assertThat(drawing()).hasAttribute("href", asked);
        for (String link : List.of("Latents", "Latent")) {
            Locator latents = page.getByRole(
                    AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true));
            assertThat(latents).hasAttribute("href", asked);
            Download download = page.waitForDownload(latents::click);
            Path file = folder.resolve("classes.npy");
            download.saveAs(file);
            Npy.Floats all = Npy.readFloats(file);
            for (int end = all.shape()[1]; end <= all.data().length; end += all.shape()[1]) {
                assertThat(all.data()[end - 2]).isEqualTo(1);
                assertThat(all.data()[end - 1]).isEqualTo(0);
            }
        }
        String dark = drawn();
        classes.selectOption("light");
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*class=light.*"));
        assertThat(drawn()).isNotEqualTo(dark);
    }

    @Test
    void zooming_in_shows_steps_that_the_whole_curve_has_no_room_for() {
        go("#/run/paced");
        Locator chart = page.locator(".chart").first();
        Locator plot = chart.locator(".u-over");
        assertThat(plot).isVisible();
        Locator real = chart.locator(".chart-key > span", new Locator.LocatorOptions().setHasText("D(x)"));
        plot.hover();
        assertThat(real).containsText("0.5");

        BoundingBox box = plot.boundingBox();
        page.waitForResponse(Pattern.compile(".*/curves\\?over=kimg&from=\\d.*&to=\\d.*"), () -> {
            page.mouse().move(box.x + box.width * 0.49, box.y + 50);
            page.mouse().down();
            page.mouse().move(box.x + box.width * 0.5, box.y + 60);
            page.mouse().move(box.x + box.width * 0.51, box.y + 60);
            page.mouse().up();
        });
        // The pointer is where it was: what stands below follows the finer curve by itself.
        assertThat(real).containsText(Pattern.compile("[^.0-9][01](\\.0+)?$"));

        plot.dblclick();
        assertThat(real).containsText("0.5");
    }

    /** The link to the picture that is drawn in the mixer. */
    private Locator drawing() {
        return page.locator(".mixer a").first();
    }

    private String drawn() {
        return String.valueOf(page.locator(".result").evaluate("canvas => canvas.toDataURL()"));
    }

    @Test
    void the_discriminator_judges_an_image_that_is_dropped() {
        go("#/explore/short");
        assertThat(page.locator(".tile").first()).hasAttribute("aria-label", Pattern.compile("Image 1 of.*"));
        page.locator("input[type=file]").setInputFiles(images.resolve("3.png"));
        assertThat(page.locator(".verdict")).containsText(Pattern.compile("3\\.png\\s*[01]\\.\\d\\d"));
        assertThat(page.locator(".verdict"))
                .containsText(Pattern.compile("Higher than \\d+ % of real images and \\d+ % of fakes"));

        page.evaluate("""
            async () => {
              const canvas = document.createElement('canvas');
              canvas.width = canvas.height = 40;
              const blob = await new Promise(done => canvas.toBlob(done));
              const data = new DataTransfer();
              data.items.add(new File([blob], 'dropped.png', {type: 'image/png'}));
              document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true}));
            }\
            """);
        assertThat(page.locator(".verdict").first()).containsText(Pattern.compile("dropped\\.png\\s*[01]\\.\\d\\d"));
    }

    @Test
    void runs_are_compared_side_by_side() {
        page.getByLabel("Choose short for comparison").check();
        page.getByLabel("Choose other for comparison").check();
        page.getByText("Compare 2 runs").click();

        assertThat(page.locator(".side figure")).hasCount(2);
        assertThat(page.locator(".chart canvas").first()).isVisible();
        page.getByLabel("Time axis").selectOption("minutes");
        assertThat(page.locator(".chart").first()).containsText("minutes of training");
        page.getByLabel("Time of the training").focus();
        page.keyboard().press("Home");
        assertThat(page.locator(".side figcaption").first()).containsText("at 0.0 kimg");
    }

    @Test
    void a_report_is_downloaded_and_is_whole_by_itself() throws IOException {
        go("#/run/short");
        Download report =
                page.waitForDownload(() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Report"))
                        .click());
        Path file = folder.resolve("report.html");
        report.saveAs(file);

        assertThat(Files.readString(file))
                .contains("data:image/png;base64,", "Losses", "Experiment", "Multiply-adds")
                .doesNotContain("<script", "http:", "https:");
        page.navigate(file.toUri().toString());
        assertThat(page.locator("figure:visible img")).hasCount(2);
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("0.6"))
                .first()
                .check();
        assertThat(page.getByText("Fakes after 0.6 kimg")).isVisible();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/", "#/run/short", "#/explore/short", "#/compare/short/other"})
    void every_control_has_a_name_and_a_phone_needs_no_sideways_scrolling(String hash) {
        context.close();
        openPage(390);
        go(hash);
        page.waitForCondition(() -> page.locator("#main button, #main input").count() > 1);
        page.waitForTimeout(500);

        assertThat(page.evaluate("""
            () => [...document.querySelectorAll('button, a, input, select, textarea, meter, progress, [role=slider]')]
              .filter(e => e.offsetParent !== null && !e.closest('[aria-hidden=true]'))
              .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))
              .map(e => e.outerHTML)\
            """)).isEqualTo(List.of());
        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(390);
    }
}
