package dev.duello.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studio behind a reverse proxy that serves it below another address, set up as the guide says. */
@Tag("slow")
class StudioProxyTest {
    private static final String PREFIX = "/lab/duello";

    /** Which the proxy makes itself, or which it takes out. */
    private static final Set<String> LEFT_OUT =
            Set.of("host", "connection", "content-length", "transfer-encoding", "origin", "upgrade", "http2-settings");

    @Test
    void a_page_below_another_address_looks_listens_and_changes(@TempDir Path folder) throws IOException {
        Path root = folder.resolve("runs");
        WrittenRun.at(root.resolve("first"), folder, Map.of())
                .step(1000, 10, 2)
                .stopped(1000, "interrupted")
                .write();
        try (Chromium chromium = Chromium.open();
                Studio studio = TestStudio.open(root);
                HttpClient client = HttpClient.newHttpClient()) {
            URI own = URI.create(studio.address());
            HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            proxy.createContext(PREFIX + "/", exchange -> forward(client, own, exchange));
            proxy.start();
            try (BrowserContext context = chromium.browser().newContext()) {
                Page page = context.newPage();
                page.navigate("http://127.0.0.1:" + proxy.getAddress().getPort() + PREFIX + "/?" + own.getQuery());
                assertThat(page.locator("[data-run=first]")).containsText("Stopped");
                assertThat(page.url()).endsWith(PREFIX + "/");

                Files.move(root.resolve("first"), root.resolve("second"));
                assertThat(page.locator("[data-run=second]")).containsText("Stopped");
                page.getByLabel("Delete second").click();
                assertThat(page.locator("tbody tr")).hasCount(0);
                assertThat(root.resolve("second")).doesNotExist();
            } finally {
                proxy.stop(0);
            }
        }
    }

    private static void forward(HttpClient client, URI studio, HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            studio.resolve(asked.getRawPath().substring(PREFIX.length()) + query))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            response.headers().map().forEach((name, values) -> {
                if (!LEFT_OUT.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(response.statusCode(), response.statusCode() == 303 ? -1 : 0);
            try (InputStream in = response.body();
                    OutputStream out = exchange.getResponseBody()) {
                byte[] some = new byte[8192];
                for (int count = in.read(some); count >= 0; count = in.read(some)) {
                    out.write(some, 0, count);
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
