package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.app.serve.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What tests of the service ask it over the network, and what they expect of every answer. */
final class ServiceClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ServiceClient() {}

    static Service.Settings settings(Map<String, Path> runs, @Nullable String token, int patience) {
        return new Service.Settings(
                new LinkedHashMap<>(runs),
                "127.0.0.1",
                0,
                token,
                null,
                null,
                64,
                Duration.ofMillis(patience),
                4096,
                Duration.ofSeconds(60));
    }

    static HttpRequest.Builder request(Service of, String path) {
        return HttpRequest.newBuilder(URI.create(of.address() + path)).timeout(Duration.ofSeconds(60));
    }

    static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<byte[]> post(Service to, String path, Object body) {
        return send(request(to, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(String.valueOf(body)))
                .build());
    }

    static HttpResponse<byte[]> post(Service to, String path, String type, byte[] body) {
        return send(request(to, path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    static HttpResponse<byte[]> get(Service from, String path) {
        return send(request(from, path).build());
    }

    static JsonNode json(HttpResponse<byte[]> response, int status) throws IOException {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(response.body());
    }

    static String refusal(HttpResponse<byte[]> response, int status) throws IOException {
        return json(response, status).get("error").asText();
    }

    static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        }
    }

    static ObjectNode inference(int rows, int noise, boolean nested) {
        SplittableRandom random = new SplittableRandom(5);
        ObjectNode body = JSON.createObjectNode().put("id", "seven");
        ArrayNode inputs = body.putArray("inputs");
        ObjectNode z = inputs.addObject().put("name", "z").put("datatype", "FP32");
        z.putArray("shape").add(rows).add(noise);
        ArrayNode data = z.putArray("data");
        for (int row = 0; row < rows; row++) {
            ArrayNode to = nested ? data.addArray() : data;
            for (int i = 0; i < noise; i++) {
                to.add((float) random.nextGaussian());
            }
        }
        ObjectNode classes = inputs.addObject().put("name", "class").put("datatype", "INT64");
        classes.putArray("shape").add(rows);
        ArrayNode labels = classes.putArray("data");
        for (int row = 0; row < rows; row++) {
            labels.add(row % 2);
        }
        return body;
    }

    static double metric(Service of, String name) {
        Matcher found = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
                .matcher(new String(get(of, "/metrics").body(), StandardCharsets.UTF_8));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
