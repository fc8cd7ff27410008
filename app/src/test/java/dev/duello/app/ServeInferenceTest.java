package dev.duello.app;

import static dev.duello.app.ServiceClient.get;
import static dev.duello.app.ServiceClient.inference;
import static dev.duello.app.ServiceClient.json;
import static dev.duello.app.ServiceClient.post;
import static dev.duello.app.ServiceClient.refusal;
import static dev.duello.app.ServiceClient.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.app.serve.Service;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol, as clients of other servers speak it. */
@Tag("slow")
class ServeInferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Service service;

    @BeforeAll
    static void open() {
        Path run = folder.resolve("two-classes");
        assertThat(ClassRun.train(folder.resolve("images"), run).exitCode()).isZero();
        service = Service.open(settings(Map.of("clothes", run), null, 20), null);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    void the_open_inference_protocol_is_spoken() throws IOException {
        assertThat(json(get(service, "/v2"), 200).get("name").asText()).isEqualTo("duello");
        assertThat(json(get(service, "/v2/health/live"), 200).get("live").asBoolean())
                .isTrue();
        assertThat(json(get(service, "/v2/health/ready"), 200).get("ready").asBoolean())
                .isTrue();
        assertThat(json(get(service, "/v2/models/clothes/ready"), 200)
                        .get("ready")
                        .asBoolean())
                .isTrue();
        JsonNode model = json(get(service, "/v2/models/clothes"), 200);
        assertThat(model.at("/inputs/0/name").asText()).isEqualTo("z");
        assertThat(model.at("/inputs/1/datatype").asText()).isEqualTo("INT64");
        assertThat(model.at("/outputs/0/shape").toString()).isEqualTo("[-1,16,16,3]");
        assertThat(model.at("/outputs/1/shape").toString()).isEqualTo("[-1,3,16,16]");
        int noise = model.at("/inputs/0/shape/1").asInt();

        ObjectNode body = inference(3, noise, false);
        body.putArray("outputs")
                .add(JSON.createObjectNode().put("name", "samples"))
                .addObject()
                .put("name", "images");
        JsonNode answer = json(post(service, "/v2/models/clothes/infer", body), 200);

        assertThat(answer.get("id").asText()).isEqualTo("seven");
        assertThat(answer.get("model_name").asText()).isEqualTo("clothes");
        JsonNode samples = answer.at("/outputs/0");
        JsonNode pixels = answer.at("/outputs/1");
        assertThat(samples.get("shape").toString()).isEqualTo("[3,3,16,16]");
        assertThat(samples.get("data")).hasSize(3 * 3 * 256);
        assertThat(pixels.get("datatype").asText()).isEqualTo("UINT8");
        for (int place : new int[] {0, 100, 255}) {
            double value = samples.get("data").get(2 * 768 + 256 + place).asDouble();
            assertThat(pixels.get("data").get(2 * 768 + 3 * place + 1).asInt())
                    .isEqualTo((int) Math.rint((Math.clamp(value, -1, 1) + 1) * 127.5));
        }
        JsonNode nested = json(post(service, "/v2/models/clothes/infer", inference(3, noise, true)), 200);
        assertThat(nested.at("/outputs/0/data")).isEqualTo(pixels.get("data"));

        JsonNode index = json(post(service, "/v2/repository/index", ""), 200);
        assertThat(index.at("/0/state").asText()).isEqualTo("READY");
        assertThat(refusal(post(service, "/v2/models/clothes/infer", inference(3, noise - 1, false)), 400))
                .contains("FP32 of shape [n, " + noise + "]");
        assertThat(refusal(post(service, "/v2/models/cloths/infer", body), 404)).contains("did you mean 'clothes'?");
    }

    @Test
    void requests_and_answers_are_those_of_the_published_schema() throws IOException {
        OpenInferenceSchema schema = new OpenInferenceSchema();
        int noise = json(get(service, "/v2/models/clothes"), 200)
                .at("/inputs/0/shape/1")
                .asInt();
        ObjectNode request = inference(2, noise, true);
        request.putArray("outputs").addObject().put("name", "samples");
        ObjectNode wrong = inference(2, noise + 1, false);
        List<OpenInferenceSchema.Operation> operations = schema.operations();
        assertThat(operations).hasSize(6);
        for (OpenInferenceSchema.Operation operation : operations) {
            boolean isRequest = operation.method().equals("post");
            for (String path : Stream.of(operation.path("clothes", "1"), operation.path("clothes"))
                    .distinct()
                    .toList()) {
                HttpResponse<byte[]> answer = isRequest ? post(service, path, request) : get(service, path);
                schema.checkAnswer(operation, 200, json(answer, 200));
            }
            if (isRequest) {
                schema.checkRequest(operation, request);
                schema.checkAnswer(operation, 400, json(post(service, operation.path("clothes"), wrong), 400));
            }
            if (operation.isVersioned()) {
                String path = operation.path("clothes", "2");
                assertThat(refusal(isRequest ? post(service, path, request) : get(service, path), 404))
                        .contains("no version '2'");
            }
        }
        // What checks nothing would find nothing wrong.
        assertThatThrownBy(() -> schema.checkAnswer(
                        operations.getLast(), 200, JSON.createObjectNode().put("model_name", "m")))
                .isInstanceOf(AssertionError.class);
    }
}
