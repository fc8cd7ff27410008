package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page of the studio by the rules of axe-core, light and dark, on a desk and on a phone; and whether it stays where it is. */
@Tag("slow")
class StudioAccessibilityTest {
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final List<String> GRAVE = List.of("serious", "critical");
    /** The bar of Core Web Vitals for "good" is 0.1. */
    private static final double SHIFT = 0.05;

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Studio studio;
    private static String axe;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        chromium = Chromium.open();
        axe = resource();
        Path root = folder.resolve("runs");
        for (String name : List.of("short", "other")) {
            Cli cli = TinyRun.train(
                    folder.resolve("images"),
                    root.resolve(name),
                    "--preset=mlp",
                    "--kimg=1",
                    "--quiet",
                    "--set=training.sample-kimg=0.5",
                    "--set=evaluation.kimg=0.5",
                    "--set=evaluation.samples=20");
            assertThat(cli.exitCode()).as(cli.err()).isZero();
        }
        assertThat(TranslatorRun.train(folder.resolve("colors"), root.resolve("painter"))
                        .exitCode())
                .isZero();
        assertThat(Cli.run("explain", "directions", root.resolve("short"), "-k", "3", "--quiet")
                        .exitCode())
                .isZero();
        Files.writeString(
                root.resolve("short/events.jsonl"),
                "{\"event\":\"alerted\",\"images\":500,\"seconds\":1.0,\"symptom\":\"mode-collapse\",\"evidence\":"
                        + "\"Diversity fell to 0.10.\",\"advice\":\"Lower the learning rate.\"}\n"
                        + "{\"event\":\"stopped\",\"images\":1008,\"seconds\":2.0,\"reason\":\"completed\"}\n",
                StandardOpenOption.APPEND);
        WrittenStudy.write(folder.resolve("studies/rates"), 14);
        studio = TestStudio.open(root, RelaunchCommand.words());
    }

    private static String resource() {
        try (InputStream in = StudioAccessibilityTest.class.getResourceAsStream(AXE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/",
                "#/start?data=IMAGES",
                "#/run/short",
                "#/compare/short/other",
                "#/explore/short?z=1.0;1.3&move=sefa-1:1",
                "#/translate/painter",
                "#/studies",
                "#/studies/rates",
                "#/toy",
                "#/nowhere",
                "#/run/%zz"
            })
    void a_page_breaks_no_grave_rule_and_does_not_move_while_it_loads(String where) {
        String hash = where.replace("IMAGES", folder.resolve("images").toString());
        SoftAssertions all = new SoftAssertions();
        for (int width : new int[] {1440, 390}) {
            try (BrowserContext context =
                    chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(width, 900))) {
                Page page = context.newPage();
                page.addInitScript(SHIFTS);
                page.navigate(studio.address());
                page.navigate("about:blank");
                page.navigate(studio.address().replaceAll("\\?.*", "") + hash);
                page.locator("h1").first().waitFor();
                // Its parts come together, when the first answers are there.
                if (hash.contains("/explore") || hash.contains("/start")) {
                    page.locator(".explorer, .start-form").waitFor();
                }
                if (hash.contains("/translate")) {
                    page.locator("#speed:not(:empty)").waitFor();
                }
                page.waitForTimeout(700);
                all.assertThat(page.evaluate(
                                "() => shifts.reduce((sum, shift) => sum + shift[0], 0) > " + SHIFT + " ? shifts : []"))
                        .as("%s moves at %d", hash, width)
                        .isEqualTo(List.of());
                all.assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                        .as("%s scrolls sideways", hash)
                        .isEqualTo(width);
                page.evaluate(axe);
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    // Borders change their color gently.
                    page.waitForTimeout(300);
                    String look = hash + " " + scheme + " " + width;
                    all.assertThat(page.evaluate(VIOLATIONS, GRAVE))
                            .as("%s by axe", look)
                            .isEqualTo(List.of());
                    all.assertThat(page.evaluate(FAINT))
                            .as("%s has borders that are hard to see", look)
                            .isEqualTo(List.of());
                }
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/", "#/run/short", "#/compare/short/other"})
    void on_paper_nothing_is_cut_off(String hash) {
        // A4 with Chromium's margins, at 96 pixels an inch.
        try (BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(718, 1000))) {
            Page page = context.newPage();
            page.navigate(studio.address().replaceAll("\\?.*", "") + hash);
            page.locator("main table, main .chart").first().waitFor();
            page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })");
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            // Charts take their new width a frame later.
            page.waitForTimeout(200);
            for (int i = 0; i < 20 && !List.of().equals(page.evaluate(CUT_OFF)); i++) {
                page.waitForTimeout(100);
            }
            assertThat(page.evaluate(CUT_OFF)).isEqualTo(List.of());
            assertThat(page.pdf()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final String CUT_OFF = """
        () => [...document.querySelectorAll('main *')].filter(e => e.offsetParent !== null)
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1
            && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX))
          .map(e => e.outerHTML.slice(0, 120))\
        """;

    private static final String SHIFTS = """
        window.shifts = [];
        new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput)
          .forEach(entry => shifts.push([entry.value, ...entry.sources.map(s => s.node?.outerHTML?.slice(0, 80))])))
          .observe({type: 'layout-shift', buffered: true});\
        """;

    private static final String VIOLATIONS = """
        async grave => (await axe.run()).violations.filter(found => grave.includes(found.impact))
          .flatMap(found => found.nodes.map(node =>
            `${found.id}: ${node.html.slice(0, 160)} ${node.any.map(any => any.message).join(' ')}`))\
        """;

    /** WCAG 1.4.11 asks 3:1 of what shows where a control is; axe does not look at it. */
    private static final String FAINT = """
        () => {
          const parse = text => text.match(/[\\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const ground = element => {
            for (let e = element; e; e = e.parentElement) {
              const color = parse(getComputedStyle(e).backgroundColor);
              if (color.length === 3 || color[3] > 0) return color;
            }
            return [255, 255, 255];
          };
          return [...document.querySelectorAll('input, select, textarea')]
            .filter(e => e.offsetParent !== null && parseFloat(getComputedStyle(e).borderTopWidth) > 0)
            .filter(e => !['checkbox', 'radio', 'range', 'file'].includes(e.type))
            .filter(e => ratio(light(parse(getComputedStyle(e).borderTopColor)), light(ground(e.parentElement))) < 3)
            .map(e => e.outerHTML.slice(0, 120));
        }\
        """;
}
