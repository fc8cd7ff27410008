package dev.duello.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directions, photos, heat maps and units in a real browser. */
@Tag("slow")
class StudioExplainPageTest {
    private static final int PATIENCE_MILLISECONDS = 60_000;

    @TempDir
    private static Path folder;

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
        Path root = folder.resolve("runs");
        images = folder.resolve("images");
        train(TinyRun.train(
                images,
                root.resolve("gan"),
                "--preset=dcgan",
                "--kimg=0.16",
                "--watch=none",
                "--quiet",
                "--set=data.labels=ignore"));
        train(Cli.run(
                "train",
                "--preset=autoencoder-tiny",
                "--data",
                images,
                "--out",
                root.resolve("codes"),
                "--kimg=0.16",
                "--batch=16",
                "--watch=none",
                "--threads=1",
                "--quiet",
                "--set=network=dcgan"));
        Path classes = folder.resolve("classes");
        Pictures.write(classes.resolve("one"), 80);
        Pictures.write(classes.resolve("two"), 80);
        train(Cli.run(
                "train",
                "--preset=classifier",
                "--data",
                classes,
                "--out",
                root.resolve("judge"),
                "--kimg=0.128",
                "--threads=1",
                "--quiet"));
        studio = TestStudio.open(root);
    }

    private static void train(Cli cli) {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
    }

    @AfterAll
    static void close() {
        if (studio != null) {
            studio.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openPage() {
        context = chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
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

    private void open(String hash) {
        page.navigate(studio.address().replaceAll("\\?.*", "") + hash);
    }

    private void go(String hash) {
        open(hash);
        assertThat(page.locator(".tile").first()).hasAttribute("aria-label", Pattern.compile("Image 1 of seed .*"));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private String drawn() {
        return String.valueOf(page.locator(".result").evaluate("canvas => canvas.toDataURL()"));
    }

    /** The link to the picture that is drawn in the mixer. */
    private Locator drawing() {
        return page.locator(".mixer a").first();
    }

    @Test
    void directions_are_found_and_sliders_move_the_image_and_then_all_of_them() {
        go("#/explore/gan");
        button("Find directions").click();
        Locator sliders = page.locator(".slider input");
        assertThat(sliders).hasCount(12);
        Locator slider = page.getByRole(
                AriaRole.SLIDER, new Page.GetByRoleOptions().setName(Pattern.compile("Direction sefa-1: .*")));
        slider.scrollIntoViewIfNeeded();
        String tile = String.valueOf(page.locator(".tile canvas").nth(1).evaluate("canvas => canvas.toDataURL()"));
        slider.focus();
        page.keyboard().press("Home");
        // With nothing chosen the first image is; the address of what is drawn tells how far it moved.
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*z=\\d+\\.0\\*1\\.0000&.*move=sefa-1%3A-3.*"));
        page.waitForCondition(
                () -> !tile.equals(page.locator(".tile canvas").nth(1).evaluate("canvas => canvas.toDataURL()")));
        assertThat(page).hasURL(Pattern.compile(".*move=sefa-1%3A-3.*"));
        String moved = drawn();
        button("Reset all").click();
        assertThat(page.locator("[data-direction=sefa-1] output")).hasText("0.0");
        assertThat(page).not().hasURL(Pattern.compile(".*move=.*"));
        page.waitForCondition(() -> !drawn().equals(moved));

        go("#/explore/gan?seed=2&z=2.3&move=sefa-2:1.5;no-such:1");
        assertThat(page.locator("[data-direction=sefa-2] output")).hasText("1.5");
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*move=sefa-2%3A1\\.5$"));
    }

    @Test
    void a_photo_is_searched_for_and_is_mixed_with_a_sample() {
        go("#/explore/gan?seed=1&z=1.4");
        page.locator("input[type=file]").setInputFiles(images.resolve("3.png"));
        Locator card = page.locator(".verdict");
        assertThat(card)
                .containsText(
                        Pattern.compile("3\\.png.*real images.*\\d+\\.\\d dB PSNR.*nearest of 1,000", Pattern.DOTALL));
        assertThat(card.locator("canvas")).hasCount(2);
        assertThat(page.locator(".slots button.slot")).hasCount(2);
        Locator point =
                page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Point between the chosen images"));
        point.focus();
        page.keyboard().press("End");
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*z=p[0-9a-f]{12}\\*1\\.0000&.*"));
        assertThat(page).hasURL(Pattern.compile(".*z=1\\.4%3Bp[0-9a-f]{12}.*"));

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("What the discriminator looks at in 3.png"))
                .click();
        assertThat(page.locator(".heat")).containsText("3.png is real with probability");
    }

    @Test
    void an_autoencoder_reconstructs_two_photos_and_goes_from_one_to_the_other() {
        go("#/explore/codes");
        page.locator("input[type=file]").setInputFiles(new Path[] {images.resolve("1.png"), images.resolve("2.png")});
        assertThat(page.locator(".verdict")).hasCount(2);
        assertThat(page.locator(".verdict").last()).containsText("The encoder’s latent");
        assertThat(page.locator(".slots button.slot")).hasCount(2);
        assertThat(page.locator(".pad")).isVisible();
        assertThat(page.getByText("What the discriminator looks at")).hasCount(0);
    }

    @Test
    void what_is_no_image_gets_a_sentence_on_its_card() throws IOException {
        Path text = folder.resolve("text.png");
        Files.writeString(text, "no image");
        go("#/explore/gan?z=1.0");
        page.locator("input[type=file]").setInputFiles(text);
        assertThat(page.locator(".verdict")).containsText("The image cannot be read");
        assertThat(page.locator(".slots button.slot")).hasCount(1);
        // A photo of another studio is not known to this one.
        go("#/explore/gan?z=p0123456789ab;1.2");
        assertThat(page.locator(".note")).containsText("Drop the photo again");
        assertThat(page.locator(".slots button.slot")).hasCount(1);
        complaints.removeIf(text1 -> text1.contains("422") || text1.contains("404"));
    }

    @Test
    void a_classifier_has_a_page_without_samples_and_is_not_explored() {
        open("#/run/judge");
        assertThat(page.locator(".samples")).containsText("This run writes no samples");
        assertThat(page.locator(".next")).containsText("duello classify test judge");
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Explore")))
                .hasCount(0);
        open("#/explore/judge");
        assertThat(page.locator(".problem")).containsText("makes no images");
        assertThat(page.locator(".tile")).hasCount(0);
        complaints.removeIf(text -> text.contains("422"));
    }

    @Test
    void what_the_discriminator_looks_at_is_told_in_words() {
        go("#/explore/gan?z=1.0");
        button("Show for the image above").click();
        Locator heat = page.locator(".heat");
        assertThat(heat).containsText(Pattern.compile("Most of the map: .* \\d+ %"));
        assertThat(heat).containsText("misses what the logit gained");
        page.getByLabel("How the discriminator is asked").selectOption("occlusion");
        assertThat(heat).not().containsText("misses what the logit gained");
        assertThat(heat.locator("canvas").last()).hasAttribute("aria-label", Pattern.compile("Occlusion over .*"));
    }

    @Test
    void units_behind_a_part_are_switched_off_and_painted_on_with_the_keyboard_alone() {
        go("#/explore/gan?z=1.0");
        Locator summary = page.locator("summary:has(h2)");
        summary.focus();
        page.keyboard().press("Enter");
        Locator units = page.locator(".units li");
        assertThat(units.first()).containsText(Pattern.compile("Unit \\d+ changes the part by \\d+\\.\\d %"));
        Locator frame = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Part of the image"));
        frame.focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowUp");
        assertThat(frame).hasAttribute("aria-valuetext", "45 % to the right, 45 % down");
        page.waitForResponse(
                Pattern.compile(".*/units\\?.*region=0\\.3250%2C0\\.3250.*"),
                () -> page.keyboard().press("Enter"));
        String before = drawn();
        Locator off = units.first().locator("button").first();
        off.focus();
        page.keyboard().press("Space");
        assertThat(off).hasAttribute("aria-pressed", "true");
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*units=\\d+\\.\\d+%3A0$"));
        page.waitForCondition(() -> !drawn().equals(before));
        units.nth(1).locator("button").last().click();
        assertThat(drawing()).hasAttribute("href", Pattern.compile(".*%3B\\d+\\.\\d+%3A-?\\d+\\.\\d+%40.*"));
        button("All as before").click();
        assertThat(drawing()).hasAttribute("href", Pattern.compile("(?!.*units=).*"));
        assertThat(off).hasAttribute("aria-pressed", "false");
    }
}
