package dev.duello.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search in the studio, in a real browser. */
@Tag("slow")
class StudioStudyPageTest {
    @TempDir
    private Path folder;

    @Test
    void a_study_is_listed_and_its_charts_show_one_trial_at_a_time_and_grow_while_it_goes_on()
            throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("runs"));
        Path studies = folder.resolve("studies");
        WrittenStudy.write(studies.resolve("rates"), 14);
        // What is no study, and what lies elsewhere.
        Files.createDirectories(studies.resolve("notes"));
        Files.createSymbolicLink(studies.resolve("elsewhere"), studies.resolve("rates"));
        try (Chromium chromium = Chromium.open();
                Studio studio = TestStudio.open(root)) {
            Page page = chromium.browser().newPage();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(studio.address());
            page.locator("#nav-studies").click();
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("Compared");

            page.locator("tbody a").click();
            assertThat(page.locator("h1")).hasText("rates");
            assertThat(page.locator(".study")).containsText("14 trials of 3 settings");
            assertThat(page.locator(".study")).containsText("the gradient <became> NaN");
            for (String heading : List.of(
                    "The best, trained again", "All trials", "What mattered", "Parallel coordinates", "Slices")) {
                assertThat(page.locator("h2", new Page.LocatorOptions().setHasText(heading)))
                        .isVisible();
            }
            // Setting a penalty is a condition: a line without it has a point less, and its name is whole.
            assertThat(page.locator("svg.wide text", new Page.LocatorOptions().setHasText("generator.optimizer.rate")))
                    .hasCount(2);

            Locator row = page.locator("tr[data-trial='3']");
            row.hover();
            assertThat(page.locator(".picked svg .curve.on")).hasCount(2);
            assertThat(row).hasClass("on");

            WrittenStudy.write(studies.resolve("rates"), 16);
            assertThat(page.locator(".study")).containsText("16 trials of 3 settings");

            page.navigate(studio.address().replaceAll("\\?.*", "") + "#/studies/none");
            assertThat(page.locator(".problem")).hasText("There is no study of this name.");
            assertThat(complaints.stream().filter(each -> !each.contains("404")))
                    .isEmpty();
        }
    }
}
