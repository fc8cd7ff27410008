package dev.duello.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StudioToyPageTest {
    @TempDir
    private Path folder;

    @Test
    void a_toy_gan_is_one_click_away_runs_and_can_be_drawn() throws IOException {
        List<String> complaints = new ArrayList<>();
        try (Chromium chromium = Chromium.open();
                Studio studio = TestStudio.open(folder)) {
            Page page = chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(390, 844));
            PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
            page.setDefaultTimeout(60_000);
            page.onPageError(complaints::add);
            page.navigate(studio.address());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Toy GAN"))
                    .click();
            Locator plane = page.locator("canvas.plane");
            // It runs by itself, and tells those who do not see it how it goes.
            assertThat(plane)
                    .hasAttribute(
                            "aria-label", Pattern.compile("After [1-9][\\d,]* steps the fakes hit \\d of 8 modes.*"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("R1 cures it"))
                    .click();
            assertThat(page.getByLabel("Penalty", new Page.GetByLabelOptions().setExact(true)))
                    .hasValue("r1");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause"))
                    .click();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("▶ Start")))
                    .isVisible();

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Draw your own"))
                    .click();
            plane.scrollIntoViewIfNeeded();
            BoundingBox box = plane.boundingBox();
            page.mouse().move(box.x + 60, box.y + 60);
            page.mouse().down();
            page.mouse().move(box.x + 200, box.y + 120);
            page.mouse().up();
            assertThat(plane).hasAttribute("aria-label", Pattern.compile("After [1-9].* hit \\d+ of [1-9]\\d modes.*"));
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
        }
        assertThat(complaints).isEmpty();
    }
}
