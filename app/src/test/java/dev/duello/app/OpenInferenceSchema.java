package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The published description of the Open Inference Protocol: {@code specification/protocol/open_inference_rest.yaml} of
 * github.com/kserve/open-inference-protocol, as of May 12, 2025, unchanged. Its schemas use what OpenAPI 3.0 and JSON Schema share.
 */
final class OpenInferenceSchema {
    private static final String PLACE = "https://schema.test/open_inference_rest.json";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    OpenInferenceSchema() throws IOException {
        try (InputStream yaml =
                Objects.requireNonNull(OpenInferenceSchema.class.getResourceAsStream("open_inference_rest.yaml"))) {
            document = new YAMLMapper().readTree(yaml);
        }
        String json = document.toString();
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(PLACE, json)));
    }

    /**
     * One thing that can be asked for.
     *
     * @param path with {@code ${MODEL_NAME}} and {@code ${MODEL_VERSION}}
     */
    record Operation(String method, String path, JsonNode description) {
        boolean isVersioned() {
            return path.contains("${MODEL_VERSION}");
        }

        String path(String model, String version) {
            return path.replace("${MODEL_NAME}", model).replace("${MODEL_VERSION}", version);
        }

        /** Without its optional part. */
        String path(String model) {
            return path.replace("${MODEL_NAME}", model).replace("/versions/${MODEL_VERSION}", "");
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            for (String method : List.of("get", "post")) {
                if (path.getValue().has(method)) {
                    all.add(new Operation(method, path.getKey(), path.getValue().get(method)));
                }
            }
        });
        return all;
    }

    /** Fails unless an answer is what the operation answers with that status. */
    void checkAnswer(Operation operation, int status, JsonNode body) {
        JsonNode answer = operation.description.path("responses").path(String.valueOf(status));
        assertThat(answer.isMissingNode())
                .as(operation.path + " may answer " + status)
                .isFalse();
        check(answer, body);
    }

    /** Fails unless it is a request of the operation. */
    void checkRequest(Operation operation, JsonNode body) {
        check(operation.description.path("requestBody"), body);
    }

    private void check(JsonNode described, JsonNode body) {
        JsonNode reference = described.at("/content/application~1json/schema/$ref");
        if (!reference.isMissingNode()) {
            Schema schema = schemas.getSchema(SchemaLocation.of(PLACE + reference.asText()));
            assertThat(schema.validate(body)).as(body.toString()).isEmpty();
        }
    }
}
