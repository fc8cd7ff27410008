package dev.duello.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duello.data.CacheExtension;
import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.Samples;
import dev.duello.data.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class DownloaderTest {

    private static final byte[] CONTENT = Samples.noise(900_000);

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> ranges = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void downloads_and_tells_how_it_goes() throws Exception {
        serve(true, CONTENT.length);
        Path file = fetch(file(CONTENT));
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        assertThat(files()).containsExactly("a.gz");
        assertThat(progress).startsWith(0L).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void goes_on_where_the_connection_was_cut() throws Exception {
        serve(true, 400_000);
        Path file = fetch(file(CONTENT));
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        assertThat(ranges).hasSizeGreaterThanOrEqualTo(3).startsWith("null");
        assertThat(ranges.get(1)).matches("bytes=[1-9]\\d+-");
    }

    @Test
    void goes_on_with_what_an_earlier_run_left() throws Exception {
        serve(true, CONTENT.length);
        Files.write(folder.resolve("a.gz.part"), Arrays.copyOf(CONTENT, 123_456));
        Path file = fetch(file(CONTENT));
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        assertThat(ranges).containsExactly("bytes=123456-");
    }

    @Test
    void starts_again_where_the_server_knows_no_ranges() throws Exception {
        serve(false, CONTENT.length);
        Files.write(folder.resolve("a.gz.part"), new byte[123_456]);
        assertThat(Files.readAllBytes(fetch(file(CONTENT)))).isEqualTo(CONTENT);
    }

    @Test
    void refuses_and_deletes_a_file_with_another_hash() throws Exception {
        serve(true, CONTENT.length);
        CatalogFile other = new CatalogFile("a.gz", uri(), "0".repeat(64), CONTENT.length);
        assertThatThrownBy(() -> fetch(other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not the expected file: its SHA-256 is ")
                .hasMessageContaining("It was deleted.");
        assertThat(files()).isEmpty();
    }

    @Test
    void gives_up_on_a_server_that_refuses() throws Exception {
        assertThatThrownBy(() -> fetch(file(CONTENT)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the server answers 404");
    }

    @Test
    void gives_up_on_a_server_that_ends_too_soon() throws Exception {
        server.createContext("/a.gz", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(exchange.getRequestHeaders().containsKey("Range") ? 416 : 200, 5);
                exchange.getResponseBody().write(new byte[5]);
            }
        });
        assertThatThrownBy(() -> fetch(file(CONTENT)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Cannot download");
    }

    @Test
    void says_what_to_place_where_without_a_network() {
        server.stop(0);
        CatalogEntry entry = new CatalogEntry("thing", "", "", List.of(), List.of(file(CONTENT)));
        try (Downloader downloader = new Downloader()) {
            assertThatThrownBy(() -> downloader.download(entry, (file, bytes, total) -> {}))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("Cannot download " + uri() + ": ")
                    .hasMessageEndingWith("To place it by hand, put a.gz (" + uri() + ") into "
                            + CacheFolder.datasets("thing") + ".");
        }
    }

    private Path fetch(CatalogFile file) {
        try (Downloader downloader = new Downloader()) {
            return downloader.fetch(file, folder, (name, bytes, total) -> {
                assertThat(total).isEqualTo(file.bytes());
                progress.add(bytes);
            });
        }
    }

    /** Serves the content, but no more than {@code most} bytes at a time before it hangs up. */
    private void serve(boolean knowsRanges, int most) {
        server.createContext("/a.gz", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            answer(exchange, knowsRanges ? range : null, most);
        });
    }

    private static void answer(HttpExchange exchange, @Nullable String range, int most) throws IOException {
        try (exchange) {
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (range != null) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, CONTENT.length - from);
            int count = Math.min(most, CONTENT.length - from);
            exchange.getResponseBody().write(CONTENT, from, count);
            exchange.getResponseBody().flush();
        }
    }

    private CatalogFile file(byte[] content) {
        return new CatalogFile(
                "a.gz", uri(), new Sha256().add(content, 0, content.length).hex(), content.length);
    }

    private URI uri() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort() + "/a.gz");
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
