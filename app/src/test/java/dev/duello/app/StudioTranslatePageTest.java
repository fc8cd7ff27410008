package dev.duello.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.duello.app.studio.Studio;
import dev.duello.data.image.Picture;
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

/** The page of a translator in a real browser. */
@Tag("slow")
class StudioTranslatePageTest {
    private static final int PATIENCE_MILLISECONDS = 60_000;

    @TempDir
    private static Path folder;

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
        for (Cli training : List.of(
                TranslatorRun.train(folder.resolve("images"), root.resolve("painter")),
                TranslatorRun.trainByClass(folder.resolve("classes"), root.resolve("colors")))) {
            assertThat(training.exitCode()).as(training.err()).isZero();
        }
        studio = TestStudio.open(root);
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

    private void go(String hash) {
        page.navigate(studio.address().replaceAll("\\?.*", "") + hash);
        assertThat(speed()).hasText(Pattern.compile("Translated in \\d+ ms"));
    }

    private Locator speed() {
        return page.locator("#speed");
    }

    private String drawn(String canvas) {
        return String.valueOf(page.locator(canvas).first().evaluate("canvas => canvas.toDataURL()"));
    }

    private double transparent(String canvas) {
        return ((Number)
                        page.locator(canvas)
                                .first()
                                .evaluate(
                                        "canvas => { const d = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
                                                + ".data; let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] === 0) n++; return n; }"))
                .doubleValue();
    }

    @Test
    void a_hole_is_painted_by_pointer_or_keyboard_and_filled_in_several_variants() {
        page.navigate(studio.address().replaceAll("\\?.*", "") + "#/run/painter");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Translate").setExact(true))
                .first()
                .click();
        assertThat(speed()).hasText(Pattern.compile("Translated in \\d+ ms"));
        assertThat(page.locator(".translating")).containsText("Image 1 of 6 that no training saw");
        assertThat(page.locator(".target canvas")).hasCount(1);
        Locator tiles = page.locator(".variants .tile");
        assertThat(tiles).hasCount(4);
        double before = transparent(".easel canvas");
        String whole = drawn(".before-after canvas");
        BoundingBox box = page.locator(".easel").boundingBox();
        page.mouse().move(box.x + box.width * 0.2, box.y + box.height * 0.5);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.8, box.y + box.height * 0.5);
        page.mouse().up();
        double painted = transparent(".easel canvas");
        assertThat(painted).isGreaterThan(before + 10);
        page.waitForCondition(() -> !whole.equals(drawn(".before-after canvas")));
        assertThat(transparent(".before-after canvas")).isZero();

        page.locator(".easel").focus();
        for (int i = 0; i < 4; i++) {
            page.keyboard().press("ArrowDown");
        }
        page.keyboard().press("Space");
        assertThat(transparent(".easel canvas")).isGreaterThan(painted);

        assertThat(tiles.first()).hasAttribute("aria-pressed", "true");
        page.waitForResponse(
                Pattern.compile(".*variants=4&seed=0"),
                () -> page.getByText("Remove what was painted").click());
        page.waitForCondition(() -> transparent(".easel canvas") == before);
        String one = drawn(".before-after canvas");
        tiles.nth(2).click();
        assertThat(tiles.nth(2)).hasAttribute("aria-pressed", "true");
        page.waitForCondition(() -> !one.equals(drawn(".before-after canvas")));
        page.waitForResponse(
                Pattern.compile(".*variants=4&seed=4"),
                () -> page.getByText("Other variants").click());
        page.getByText("Next of the data").click();
        assertThat(page).hasURL(Pattern.compile(".*pair=1"));
    }

    @Test
    void the_result_is_of_the_class_of_the_target_until_another_is_chosen() {
        go("#/translate/colors?pair=0");
        Locator classes = page.getByLabel("Class");
        String own = classes.inputValue();
        String other = own.equals("light") ? "dark & #1" : "light";
        String made = drawn(".before-after canvas");
        classes.selectOption(other);
        page.waitForCondition(() -> !made.equals(drawn(".before-after canvas")));
        classes.selectOption(own);
        page.waitForCondition(() -> made.equals(drawn(".before-after canvas")));
    }

    @Test
    void an_image_of_ones_own_is_compared_by_a_slider_as_trained_or_in_its_own_size() throws IOException {
        go("#/translate/painter?pair=3");
        assertThat(page.locator(".translating")).containsText("Image 4 of 6");
        Path file = folder.resolve("wide #1.png");
        new Picture(20, 40, 1, new byte[800]).write(file);
        page.locator("input[type=file]").setInputFiles(file);
        assertThat(page.locator(".translating")).containsText("wide #1.png, 40 × 20, as 16 × 16.");
        assertThat(page.locator(".target")).isHidden();
        page.getByLabel("Size").selectOption("own");
        assertThat(page.locator(".translating")).containsText("as 40 × 20.");
        page.waitForCondition(() -> Integer.valueOf(40)
                .equals(page.locator(".before-after canvas").first().evaluate("canvas => canvas.width")));
        Locator slider = page.getByLabel("Source at the left, result at the right");
        slider.focus();
        page.keyboard().press("End");
        assertThat(page.locator(".before-after")).hasAttribute("style", Pattern.compile(".*--at: 100%.*"));
        Path text = folder.resolve("text.png");
        Files.writeString(text, "no image");
        page.locator("input[type=file]").setInputFiles(text);
        assertThat(page.locator(".note")).containsText("text.png is no image");
    }
}
