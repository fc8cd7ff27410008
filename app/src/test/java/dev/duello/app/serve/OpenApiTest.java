package dev.duello.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static JsonNode document() throws IOException {
        try (InputStream yaml = Objects.requireNonNull(Service.class.getResourceAsStream("openapi.yaml"))) {
            return new YAMLMapper().readTree(yaml);
        }
    }

    @Test
    void the_document_names_every_route_and_no_other() throws IOException {
        ServiceMetrics metrics = new ServiceMetrics();
        try (Models models = new Models(
                Map.of("none", Path.of("no such run")),
                new Batcher.Limits(1, Duration.ZERO, 1, Duration.ofSeconds(1)),
                metrics)) {
            Set<String> routes = Service.routes(models, metrics, new AtomicBoolean()).stream()
                    .map(route -> route.method() + " " + route.path())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> documented = new TreeSet<>();
            document()
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                        if (!method.equals("parameters")) {
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                        }
                    }));

            assertThat(documented).isEqualTo(routes);
        }
    }

    @Test
    void every_reference_leads_somewhere() throws IOException {
        JsonNode document = document();
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse();
        });
    }
}
