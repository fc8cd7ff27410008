package dev.duello.app.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.duello.data.DataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void serve(Function<DoubleConsumer, Object> work) {
        server.createContext("/", exchange -> {
            try (exchange) {
                new JsonLines(work).send(exchange);
            }
        });
    }

    private String answer() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:"
                                            + server.getAddress().getPort()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void each_hundredth_is_told_once_and_then_the_result() throws Exception {
        serve(progress -> {
            for (int i = 0; i <= 1000; i++) {
                progress.accept(i / 1000.0);
            }
            return Map.of("psnr", 20);
        });
        String[] lines = answer().split("\n");

        assertThat(lines.length).isBetween(100, 102);
        assertThat(lines[0]).isEqualTo("{\"done\":0.0}");
        assertThat(lines[lines.length - 1]).isEqualTo("{\"result\":{\"psnr\":20}}");
    }

    @Test
    void what_goes_wrong_is_the_last_line() throws Exception {
        serve(progress -> {
            progress.accept(0.5);
            throw new DataException("The image cannot be read.");
        });

        assertThat(answer()).isEqualTo("{\"done\":0.5}\n{\"error\":\"The image cannot be read.\"}\n");
    }

    @Test
    void the_work_ends_when_the_client_leaves() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        serve(progress -> {
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    progress.accept(i);
                    Thread.sleep(1);
                }
            } catch (CancellationException e) {
                ended.countDown();
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        });
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isPositive();
        }

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
