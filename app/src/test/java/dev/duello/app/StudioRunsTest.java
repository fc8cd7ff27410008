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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of runs in a real browser, over logs that were written for it: charts, ranking, notes, deletion, comparison. */
@Tag("slow")
class StudioRunsTest {
    private static final String CLASSIFIER = "classifier-1a2b3c4d, 5000 fakes against 10000 of clothes train";
    private static final String INCEPTION = "inception-legacy, 50000 fakes against 60000 of clothes train";

    @TempDir
    private static Path folder;

    private static Path root;
    private static Chromium chromium;
    private static Studio studio;

    private BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        chromium = Chromium.open();
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        root = folder.resolve("runs");
        Path images = folder.resolve("images");
        Pictures.write(images, 20);
        WrittenRun curves = WrittenRun.at(root.resolve("curves"), images, Map.of())
                .sample(0)
                .evaluation(0, 158, true, CLASSIFIER);
        for (int i = 1; i <= 100; i++) {
            curves.step(i * 1000, i * 10, 2);
        }
        curves.sample(50_000)
                .evaluation(50_000, 1.75, true, CLASSIFIER)
                .sample(100_000)
                .stopped(100_000, "completed")
                .write();
        WrittenRun.at(root.resolve("single"), images, Map.of()).step(32, 1, 2).write();
        WrittenRun.at(root.resolve("worse"), images, Map.of("generator.width", "33"))
                .evaluation(50_000, 3.5, true, CLASSIFIER)
                .stopped(50_000, "completed")
                .write();
        WrittenRun.at(root.resolve("elsewhere"), images, Map.of())
                .evaluation(50_000, 2.5, true, INCEPTION)
                .stopped(50_000, "completed")
                .write();
        WrittenRun.at(root.resolve("diverged"), images, Map.of("generator.optimizer.rate", "0.01"))
                .step(1000, 10, 2)
                .line("{'event':'alerted','images':1000,'seconds':10.0,'symptom':'divergence',"
                        + "'evidence':'It diverged at step 7: NaN in the generator.','advice':'Lower both rates.'}")
                .stopped(1000, "failed")
                .write();
        WrittenRun.at(root.resolve("full-disk"), images, Map.of())
                .failed(1000, "Cannot write checkpoints: no space left.")
                .write();
        WrittenRun.at(root.resolve("killed"), images, Map.of()).write();
        // Of a process that is no more.
        Files.writeString(root.resolve("killed/.lock"), Integer.MAX_VALUE + " 0");
        for (double diversity : new double[] {0.5, 0.9, 1.4}) {
            WrittenRun.at(root.resolve("diversity-" + diversity), images, Map.of("evaluation.metric", "diversity"))
                    .line("{'event':'evaluated','images':50000,'seconds':1.0,'values':{'diversity':" + diversity
                            + "},'best':true,'protocol':'" + CLASSIFIER + "'}")
                    .stopped(50_000, "completed")
                    .write();
        }
        for (String name : List.of("unwanted", "noted")) {
            WrittenRun.at(root.resolve(name), images, Map.of())
                    .stopped(1000, "interrupted")
                    .write();
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
        openPage(new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    private void openPage(Browser.NewContextOptions options) {
        context = chromium.browser().newContext(options);
        page = context.newPage();
        page.setDefaultTimeout(60_000);
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
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator plot(String title) {
        return page.getByRole(
                AriaRole.SLIDER, new Page.GetByRoleOptions().setName(title).setExact(true));
    }

    private static void drag(Page page, BoundingBox box, double from, double to) {
        page.mouse().move(box.x + box.width * from, box.y + 40);
        page.mouse().down();
        page.mouse().move(box.x + box.width * (from + to) / 2, box.y + 45);
        page.mouse().move(box.x + box.width * to, box.y + 45);
        page.mouse().up();
    }

    @Test
    void a_double_click_shows_the_whole_in_all_charts_and_leaves_the_samples_alone() {
        go("#/run/curves");
        Locator losses = plot("Losses");
        Locator time = page.getByLabel("Time of the training");
        assertThat(time).hasAttribute("aria-valuetext", "100 kimg");
        losses.scrollIntoViewIfNeeded();
        drag(page, losses.locator(".u-over").boundingBox(), 0.2, 0.4);
        assertThat(button("Reset zoom")).isEnabled();
        Locator real = plot("Probability of being real");
        real.focus();
        page.keyboard().press("End");
        assertThat(real).hasAttribute("aria-valuetext", Pattern.compile("(3|4)\\d kimg: .*"));

        losses.locator(".u-over").dblclick();
        assertThat(button("Reset zoom")).isDisabled();
        real.focus();
        page.keyboard().press("End");
        assertThat(real).hasAttribute("aria-valuetext", Pattern.compile("100 kimg: .*"));
        page.waitForTimeout(400);
        assertThat(time).hasAttribute("aria-valuetext", "100 kimg");
        losses.locator(".u-over").click();
        assertThat(time).hasAttribute("aria-valuetext", "50.0 kimg");
    }

    @Test
    void every_chart_keeps_its_values_after_one_was_pointed_at() {
        go("#/run/curves");
        plot("Losses").locator(".u-over").hover();
        Locator keys = page.locator(".chart-key");
        assertThat(keys.first()).not().containsText("latest");
        page.locator("h1").hover();
        for (Locator key : keys.all()) {
            assertThat(key).containsText("latest");
            assertThat(key.locator("b").first()).not().hasText("–");
        }
    }

    @Test
    void values_of_very_different_sizes_stand_on_a_logarithmic_axis_until_somebody_says_otherwise() {
        go("#/run/curves");
        Locator log = button("Logarithmic axis of fid[classifier]");
        assertThat(log).hasAttribute("aria-pressed", "true");
        log.click();
        assertThat(log).hasAttribute("aria-pressed", "false");
        assertThat(button("Logarithmic axis of Losses")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void a_chart_is_read_and_zoomed_with_the_keyboard() {
        go("#/run/curves");
        Locator losses = plot("Losses");
        losses.focus();
        page.keyboard().press("Home");
        assertThat(losses)
                .hasAttribute("aria-valuetext", Pattern.compile("1 kimg: discriminator loss 1, generator loss 2"));
        page.keyboard().press("ArrowRight");
        assertThat(losses).hasAttribute("aria-valuetext", Pattern.compile("2 kimg: .*"));
        page.keyboard().press("+");
        assertThat(button("Reset zoom")).isEnabled();
        page.keyboard().press("Escape");
        assertThat(button("Reset zoom")).isDisabled();
        page.keyboard().press("Home");
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Time of the training")).hasAttribute("aria-valuetext", "0.0 kimg");
    }

    @Test
    void a_finger_chooses_a_part_of_a_curve() {
        context.close();
        openPage(new Browser.NewContextOptions().setViewportSize(390, 844).setHasTouch(true));
        go("#/run/curves");
        Locator over = plot("Losses").locator(".u-over");
        over.scrollIntoViewIfNeeded();
        over.evaluate("""
            over => {
              const box = over.getBoundingClientRect();
              over.setPointerCapture = () => {};
              for (const [type, part] of [['pointerdown', 0.2], ['pointermove', 0.4], ['pointermove', 0.6], ['pointerup', 0.6]]) {
                over.dispatchEvent(new PointerEvent(type, {pointerType: 'touch', pointerId: 5, bubbles: true,
                  clientX: box.left + part * box.width, clientY: box.top + 50}));
              }
            }\
            """);
        assertThat(button("Reset zoom")).isEnabled();
        button("Reset zoom").click();
        assertThat(button("Reset zoom")).isDisabled();
    }

    @Test
    void smoothing_changes_what_is_told_of_a_curve() {
        go("#/run/curves");
        page.getByLabel("Smoothing", new Page.GetByLabelOptions().setExact(true))
                .fill("0.9");
        assertThat(page.locator(".chart-controls output")).hasText("0.90");
        assertThat(page.locator(".chart-key b").last()).not().hasText("–");
    }

    @Test
    void a_single_step_is_drawn_as_a_point() {
        go("#/run/single");
        Locator canvas = plot("Losses").locator("canvas");
        assertThat(canvas).isVisible();
        page.waitForTimeout(300);
        assertThat((Integer) canvas.evaluate("""
            canvas => {
              const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let colored = 0;
              for (let i = 0; i < data.length; i += 4) {
                if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 80) colored++;
              }
              return colored;
            }\
            """)).isGreaterThan(10);
    }

    @Test
    void values_of_different_protocols_are_not_ranked_among_each_other() {
        page.locator("[data-run=curves]").waitFor();
        assertThat(page.locator("[data-run=curves]")).containsText("1.75 fid[classifier]");
        assertThat(page.locator("[data-run=elsewhere]")).containsText("2.50 fid[inception-legacy]");
        page.getByLabel("Filter").fill("fid");
        page.locator(".sort", new Page.LocatorOptions().setHasText("Best")).click();
        Locator rows = page.locator("tbody tr");
        assertThat(rows.nth(0)).containsText("Measured by fid, " + CLASSIFIER);
        assertThat(rows.nth(1)).containsText("curves");
        assertThat(rows.nth(2)).containsText("worse");
        assertThat(rows.nth(3)).containsText("Measured by fid, " + INCEPTION);
        assertThat(rows.nth(4)).containsText("elsewhere");
        page.locator(".sort", new Page.LocatorOptions().setHasText("Best")).click();
        assertThat(rows.nth(1)).containsText("worse");
    }

    @Test
    void runs_of_different_protocols_are_compared_in_columns_and_charts_of_their_own() {
        go("#/compare/curves/elsewhere");
        assertThat(page.locator(".warning").last()).containsText("not measured by the same protocol");
        assertThat(page.locator(".chart figcaption", new Page.LocatorOptions().setHasText("fid")))
                .hasCount(2);
        assertThat(page.locator("td.best")).hasCount(0);
    }

    @Test
    void runs_of_one_protocol_are_ranked_at_their_best_and_at_equal_kimg_and_their_settings_set_side_by_side() {
        go("#/compare/curves/worse");
        assertThat(page.locator("td.best").first()).containsText("1.75 at 50.0");
        Locator settings =
                page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Settings in which they differ"));
        assertThat(settings.locator("tbody tr")).hasCount(1);
        assertThat(settings).containsText(Pattern.compile("generator\\.width\\s*\\d+\\s*33"));
    }

    @Test
    void a_run_that_diverged_says_so_and_offers_a_start_with_lower_rates() {
        assertThat(page.locator("[data-run=diverged] .why"))
                .containsText("It diverged at step 7: NaN in the generator.");
        go("#/run/diverged");
        assertThat(page.locator(".problem.box")).containsText("NaN in the generator");
        Locator again = page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName("Start again with half the learning rates"));
        assertThat(again).hasAttribute("href", Pattern.compile("#/start\\?.*generator\\.optimizer\\.rate=0\\.005.*"));
    }

    @Test
    void a_run_that_failed_says_why_whoever_started_it() {
        assertThat(page.locator("[data-run=full-disk] .why")).containsText("Cannot write checkpoints: no space left.");
        assertThat(page.locator("[data-run=killed] .why")).containsText("Its process ended without a word");
    }

    @Test
    void diversity_is_best_next_to_one() {
        page.getByLabel("Filter").fill("diversity-");
        assertThat(page.locator("tr[data-run]")).hasCount(3);
        button("Best").click();
        assertThat(page.locator("tr[data-run] .name a:first-child"))
                .hasText(new String[] {"diversity-0.9", "diversity-1.4", "diversity-0.5"});
        go("#/compare/diversity-0.5/diversity-0.9/diversity-1.4");
        assertThat(page.locator("td.best")).hasCount(1);
        assertThat(page.locator("td.best")).containsText("0.900");
        assertThat(page.locator("th button.metric"))
                .hasAttribute("aria-label", Pattern.compile("The nearer to 1, the better.*"));
    }

    @Test
    void the_floor_stands_beside_the_metrics_where_it_was_found_by_the_same_features() throws IOException {
        String evaluation = """
            {"judged":"it","values":{"fid":1.5,"recall":0.25},"protocol":{"features":"classifier-1a2b3c4d",
            "fakes":10000,"reals":10000,"against":"clothes","split":"train"},
            "floor":{"images":5000,"values":{"fid":0.31,"recall":0.2}},"classes":[]}\
            """;
        Files.writeString(root.resolve("curves/evaluation.json"), evaluation);
        Files.writeString(root.resolve("elsewhere/evaluation.json"), evaluation);
        go("#/run/curves");
        assertThat(page.locator(".facts").first()).containsText("1.75 at 50.0 kimg, floor 0.310");
        Locator table = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Evaluation"));
        assertThat(table.locator("tbody tr").first())
                .hasText(Pattern.compile("fid\\[classifier\\]\\s*1.5000\\s*0.3100\\s*lower"));
        assertThat(table.locator("tbody tr").last()).hasText(Pattern.compile("recall.*at the floor"));
        go("#/run/elsewhere");
        assertThat(page.locator(".facts").first()).containsText("2.50 at 50.0 kimg");
        assertThat(page.locator(".facts").first()).not().containsText("floor");
        assertThat(ReportPage.of(root.resolve("curves")))
                .contains("Its floor is 0.3100", "<td>0.3100</td>", "one half of these real images");
        assertThat(ReportPage.of(root.resolve("elsewhere"))).doesNotContain("Its floor is");
    }

    @Test
    void title_tags_and_notes_are_kept_in_the_run() throws IOException {
        go("#/run/noted");
        button("Edit notes").click();
        Locator fields = page.locator("dialog .field input, dialog .field textarea");
        fields.nth(0).fill("Sleeves & <b>collars</b>");
        fields.nth(1).fill("baseline, clothes,baseline");
        fields.nth(2).fill("Line one\nline two");
        button("Save").click();
        assertThat(page.locator("h1")).hasText("Sleeves & <b>collars</b>");
        assertThat(page.locator(".tag")).hasText(new String[] {"baseline", "clothes"});
        assertThat(page.locator(".notes-text")).hasText("Line one\nline two");
        assertThat(root.resolve("noted/notes.json")).content().contains("\"baseline\", \"clothes\"");
        go("#/");
        page.getByLabel("Filter").fill("baseline");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("Sleeves");
    }

    @Test
    void a_deleted_run_comes_back() {
        button("Delete unwanted").click();
        assertThat(page.locator("[data-run=unwanted]")).hasCount(0);
        assertThat(root.resolve("unwanted")).doesNotExist();
        button("Undo").click();
        assertThat(page.locator("[data-run=unwanted]")).hasCount(1);
        assertThat(root.resolve("unwanted/experiment.yaml")).exists();
    }

    @Test
    void an_image_of_the_grid_is_shown_large_with_the_real_images_nearest_to_it() {
        go("#/run/curves");
        button("Image 1 of 64").focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("Image 10 after 100 kimg");
        assertThat(dialog.getByLabel(Pattern.compile("Real image \\d+, .*"))).hasCount(6);
        assertThat(dialog.getByLabel(Pattern.compile("After .*"))).hasCount(3);
        assertThat((Integer) dialog.locator("canvas.large")
                        .evaluate("canvas => canvas.getContext('2d').getImageData(canvas.width / 2,"
                                + " canvas.height / 2, 1, 1).data[0]"))
                .isEqualTo(9);
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    @Test
    void runs_are_shown_as_pictures_as_long_as_somebody_likes() {
        button("Pictures").click();
        assertThat(page.locator(".run-card[data-run=curves] img")).isVisible();
        page.reload();
        assertThat(page.locator(".run-card[data-run=curves] img")).isVisible();
        button("Table").click();
        assertThat(page.locator("tr[data-run=curves]")).isVisible();
    }
}
