package dev.duello.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duello.data.Medium;
import dev.duello.nn.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A page about a model, with the YAML at its head that hubs of models read. */
final class ModelCard {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    private ModelCard() {}

    static String of(Architecture generator, ModelFacts facts) {
        StringBuilder page =
                new StringBuilder("---\n").append(yaml(generator, facts)).append("---\n\n");
        String plural = facts.format().medium().plural();
        page.append("# ").append(plain(facts.name())).append("\n\n");
        page.append("A generator of ")
                .append(plural)
                .append(" (")
                .append(plain(facts.format().toString()));
        page.append("), trained by [Duello](https://duello.example) ").append(plain(facts.version()));
        page.append(" with the learner ").append(plain(facts.learner())).append(".\n\n");
        page.append("| | |\n|---|---|\n");
        row(page, "Data", plain(facts.data()));
        row(page, "Samples seen in training", String.format(Locale.ROOT, "%,d", facts.samplesSeen()));
        row(page, "Numbers that were learned", String.format(Locale.ROOT, "%,d", generator.trainedNumbers()));
        if (!facts.classes().isEmpty()) {
            row(
                    page,
                    "Classes, in the order of their labels",
                    String.join(
                            ", ",
                            facts.classes().keySet().stream()
                                    .map(ModelCard::plain)
                                    .toList()));
        }
        row(page, "License of the weights", facts.license().isEmpty() ? "not stated" : plain(facts.license()));
        metrics(page, facts);
        page.append("\n## Use\n\n");
        page.append("`generator.py` makes samples with PyTorch, and shows how; `model.safetensors` has the weights, and"
                + " `config.json` all that is told here, with the architecture. Duello opens the folder like a run:"
                + " `duello sample FOLDER`.\n");
        page.append("\n## Intended use and limits\n\n");
        page.append("The model makes ").append(plural);
        page.append(
                " like those of its data, with their biases and gaps, and nothing that they do not show. It may repeat"
                        + " training samples: `duello audit RUN` measures that. What people make of the ");
        page.append(plural).append(" has to respect the rights in the data.\n");
        page.append("\n## Privacy\n\n");
        if (facts.privacy().isEmpty()) {
            page.append("It was trained without differential privacy and promises nothing to those whose ");
            page.append(plural).append(" it was trained on.\n");
        } else {
            facts.privacy()
                    .forEach(sentence ->
                            page.append("- ").append(plain(sentence)).append('\n'));
        }
        return page.toString();
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static void metrics(StringBuilder page, ModelFacts facts) {
        page.append("\n## Measured\n\n");
        if (facts.metrics().isEmpty()) {
            page.append("Nothing was measured of these weights during the training.\n");
            return;
        }
        page.append("| metric | value |\n|---|---|\n");
        facts.metrics().forEach((name, value) -> row(page, plain(name), String.format(Locale.ROOT, "%.4g", value)));
        page.append("\nProtocol: ").append(plain(facts.protocol())).append("\n");
    }

    private static String yaml(Architecture generator, ModelFacts facts) {
        Map<String, Object> head = new LinkedHashMap<>();
        if (!facts.license().isEmpty()) {
            head.put("license", facts.license().toLowerCase(Locale.ROOT));
        }
        head.put("library_name", "duello");
        if (facts.format().medium() == Medium.IMAGE) {
            head.put(
                    "pipeline_tag",
                    generator.inputs().containsKey("source") ? "image-to-image" : "unconditional-image-generation");
        }
        head.put("tags", List.of(facts.learner(), facts.format().medium().singular(), "pytorch", "safetensors"));
        head.put("datasets", List.of(facts.data()));
        if (!facts.metrics().isEmpty()) {
            head.put("metrics", List.copyOf(facts.metrics().keySet()));
        }
        try {
            return YAML.writeValueAsString(head);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As text that Markdown and HTML take for nothing else, on one line. */
    private static String plain(String text) {
        return text.replaceAll("\\R|\\p{Cntrl}", " ").replaceAll("([\\\\`*_{}\\[\\]<>()#+!|&~])", "\\\\$1");
    }
}
