import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.train.ExperimentReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** See pages.sh. Arguments: the launcher, and how often each page is opened. */
class Pages {
    static final int RUNS = 200;
    static final int EVENTS = 1_000_000;
    static final int LONG = 800_000;
    /** All rows, and the pictures that are in view. */
    static final String RUNS_SHOWN = "document.querySelectorAll('tbody tr').length === " + RUNS
            + " && [...document.querySelectorAll('tbody img')].slice(0, 5).every(image => image.naturalWidth > 0)";
    static final String RUN_SHOWN = "document.querySelector('.chart canvas')";

    /** Processor time spent so far, by the studio and by the browser. */
    record Spent(long nanos, double studio, double browser) {
        static Spent now(ProcessHandle studio) {
            double own = seconds(studio);
            double all = ProcessHandle.current().descendants().mapToDouble(Spent::seconds).sum();
            return new Spent(System.nanoTime(), own, all - own);
        }

        static double seconds(ProcessHandle process) {
            return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
        }

        String since(Spent before) {
            return String.format(Locale.ROOT, "%5.2f s, processor: studio %5.2f s, browser %5.2f s",
                    (nanos - before.nanos) / 1e9, studio - before.studio, browser - before.browser);
        }
    }

    static final HttpClient client = HttpClient.newHttpClient();
    static String address;
    static ProcessHandle studio;
    static Page page;

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        Path root = Files.createTempDirectory("pages");
        try {
            write(root);
            measure(arguments[0], root, rounds);
        } finally {
            try (Stream<Path> files = Files.walk(root)) {
                files.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(File::delete);
            }
        }
    }

    static void write(Path root) throws IOException {
        String experiment = ExperimentReader.write(ExperimentReader.read(null, Map.of("preset", "dcgan")));
        ImageFormat format = new ImageFormat(1, 226, 226);
        byte[] pixels = new byte[format.bytes()];
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < RUNS; run++) {
            Path folder = root.resolve(run == 0 ? "long" : "run-" + run);
            Files.createDirectories(folder.resolve("samples"));
            Files.writeString(folder.resolve("experiment.yaml"), experiment);
            int steps = run == 0 ? LONG : (EVENTS - LONG) / (RUNS - 1);
            try (BufferedWriter log = Files.newBufferedWriter(folder.resolve("events.jsonl"))) {
                log.write("{\"event\":\"started\",\"images\":0,\"total\":" + steps * 64L + ",\"time\":\"2026-01-01T00:00:00Z\"}\n");
                for (int step = 1; step <= steps; step++) {
                    log.write(String.format(Locale.ROOT, "{\"event\":\"stepped\",\"images\":%d,\"seconds\":%.9f,\"statistics\":{"
                            + "\"discriminator-loss\":%s,\"generator-loss\":%s,\"d-real\":%s,\"d-fake\":%s}}%n",
                            step * 64L, step * 0.02, random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()));
                }
                for (int grid = 0; grid < 2; grid++) {
                    String name = String.format(Locale.ROOT, "samples/%06d.000k.png", grid);
                    random.nextBytes(pixels);
                    PngFiles.write(folder.resolve(name), format, pixels);
                    log.write("{\"event\":\"sampled\",\"images\":" + steps * 64L + ",\"file\":\"" + name + "\"}\n");
                }
                log.write("{\"event\":\"stopped\",\"images\":" + steps * 64L + ",\"seconds\":" + steps * 0.02 + ",\"reason\":\"completed\"}\n");
            }
        }
    }

    static void measure(String launcher, Path root, int rounds) throws Exception {
        try (Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            page = playwright.chromium()
                    .launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium")).setChromiumSandbox(false))
                    .newPage();
            System.out.println("A browser that has shown nothing yet:");
            Process process = serve(launcher, root);
            openUnread();
            process.destroy();
            process.waitFor();

            System.out.println("The same browser, a studio that is started anew:");
            process = serve(launcher, root);
            openUnread();
            for (int i = 0; i < rounds; i++) {
                open("runs", "", RUNS_SHOWN);
                open("long run", "#/run/long", RUN_SHOWN);
                ask("the list alone", "api/runs");
                ask("curves of the long run alone", "api/runs/long/curves");
                ask("1,000 kimg of its 51,200", "api/runs/long/curves?over=kimg&from=20000&to=21000");
            }
            process.destroy();
            process.waitFor();
        }
    }

    static Process serve(String launcher, Path root) throws Exception {
        Path words = root.resolve(".words");
        Files.deleteIfExists(words);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(launcher, "studio", root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(words.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        studio = process.toHandle();
        Matcher found = Pattern.compile("(http://\\S+)").matcher("");
        while (!found.reset(Files.readString(words)).find()) {
            Thread.sleep(10);
        }
        address = found.group(1);
        System.out.printf(Locale.ROOT, "%-34s %5.2f s, processor: studio %5.2f s%n", "until the address is printed",
                (System.nanoTime() - start) / 1e9, Spent.seconds(studio));
        return process;
    }

    static void openUnread() throws Exception {
        open("runs, while the logs are read", "", RUNS_SHOWN);
        open("long run, while its log is read", "#/run/long", RUN_SHOWN);
        Spent before = Spent.now(studio);
        while (!read()) {
            Thread.sleep(200);
        }
        System.out.println(String.format("%-34s ", "until all logs are read") + Spent.now(studio).since(before));
    }

    /** Opens a page as if it were never seen, until what is looked for is drawn. */
    static void open(String title, String hash, String shown) {
        page.navigate("about:blank");
        Spent before = Spent.now(studio);
        page.navigate(address + hash);
        page.waitForFunction("() => " + shown);
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        System.out.println(String.format("%-34s ", title) + Spent.now(studio).since(before));
    }

    /** Asks for something without a browser. */
    static String ask(String title, String path) throws Exception {
        Spent before = Spent.now(studio);
        String answer = get(path);
        System.out.println(String.format("%-34s ", title) + Spent.now(studio).since(before));
        return answer;
    }

    static boolean read() throws Exception {
        return Arrays.stream(get("api/runs").split("\"read\":")).skip(1).allMatch(part -> part.matches("(?s)1(\\.0)?}.*"));
    }

    static String get(String path) throws Exception {
        URI uri = URI.create(address.replaceAll("\\?.*", "") + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
