package dev.duello.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duello.data.image.ImageFormat;
import dev.duello.learn.ModelPart;
import dev.duello.learn.Weights;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Folding;
import dev.duello.nn.Initializer;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Parallel;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.SpectralNorm;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedFolderTest {
    private static final String HOSTILE =
            "../../x\"'\"\"\"`\n---\nlicense: mit\n</script><img src=x onerror=1>\\|$(touch y)${z}";

    @TempDir
    private Path folder;

    private static Network generator(String branch) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(Architecture.LATENT, Shape.of(5));
        inputs.put(Architecture.CLASS, Shape.of(2));
        return AllLayers.network(
                new Architecture(
                        inputs,
                        List.of(
                                new ClassEmbedding(2, 3),
                                new Linear(16, false),
                                new Reshape(Shape.of(4, 2, 2)),
                                BatchNorm.DEFAULT,
                                new ConvTranspose(4, 4, 2, 1, 0, false),
                                BatchNorm.DEFAULT,
                                new Parallel(
                                        List.of(
                                                new Parallel.Branch(branch, new Conv(3, 3, 1, 1, true)),
                                                new Parallel.Branch(
                                                        "other", new SpectralNorm(new Conv(3, 1, 1, 0, true)))),
                                        Parallel.Join.ADD),
                                Activation.TANH),
                        Initializer.HE_NORMAL),
                1);
    }

    private static ModelFacts facts(String text, String other) {
        Map<String, Double> classes = new LinkedHashMap<>();
        classes.put(text, 0.25);
        classes.put(other, 0.75);
        return new ModelFacts(
                text,
                "0.1",
                "gan",
                new ImageFormat(3, 4, 4),
                classes,
                1234,
                text,
                "sha256:12",
                Map.of("fid", 7.5),
                text,
                List.of(),
                text);
    }

    private Path write(Network generator, ModelFacts facts) {
        Path target = folder.resolve("exported");
        ExportedFolder.write(target, Map.of(ModelPart.GENERATOR, generator), facts, false);
        return target;
    }

    @Test
    void the_weights_are_those_of_the_folded_network_and_the_model_makes_the_same() throws IOException {
        try (Network generator = generator("one");
                Network folded = Folding.folded(generator);
                var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Path target = write(generator, facts("cats", "dogs"));

            Map<String, Tensor> stored = Safetensors.read(target.resolve("model.safetensors"));
            assertThat(stored.keySet())
                    .isEqualTo(folded.parameters().byName().keySet())
                    .contains("4.conv-transpose.bias");
            folded.parameters()
                    .byName()
                    .forEach((name, tensor) ->
                            assertThat(stored.get(name).toFloats()).as(name).isEqualTo(tensor.toFloats()));
            assertThat(Safetensors.readMetadata(target.resolve("model.safetensors")))
                    .containsEntry("format", "pt");
            assertThat(Architecture.ofFile(target.resolve("model.safetensors"))).contains(folded.architecture());

            ExportedFolder opened = ExportedFolder.open(target);
            assertThat(opened.facts()).isEqualTo(facts("cats", "dogs"));
            try (ExportedModel model = ExportedModel.open(opened, Device.CPU, Precision.FP32)) {
                Tensor latents = model.latents(6, new RandomStream("sample", 1));
                assertThat(latents.shape()).containsExactly(6, 7);
                Tensor expected = generator.forward(
                        latents.narrow(1, 0, 5),
                        generator.pass(Mode.EVALUATE, Map.of(Architecture.CLASS, latents.narrow(1, 5, 2)), null));
                float[] found = model.sample(latents, Weights.AVERAGE).toFloats();
                float[] wanted = expected.toFloats();
                for (int i = 0; i < wanted.length; i++) {
                    assertThat((double) found[i]).isCloseTo(wanted[i], within(1e-5));
                }
                assertThat(model.critic()).isEmpty();
                assertThat(model.encoder()).isEmpty();
            }
        }
    }

    @Test
    void no_text_of_a_run_becomes_a_path_a_program_or_another_key() throws IOException {
        try (Network generator = generator("a\"];import os;w[\"b\n")) {
            Path target = write(generator, facts(HOSTILE, "b</td>"));

            try (Stream<Path> all = Files.walk(folder)) {
                assertThat(all.filter(Files::isRegularFile)
                                .map(file -> folder.relativize(file).toString()))
                        .containsExactlyInAnyOrder(
                                "exported/model.safetensors",
                                "exported/config.json",
                                "exported/README.md",
                                "exported/generator.py");
            }
            assertThat(Files.readAllLines(target.resolve("generator.py")))
                    .noneMatch(line -> line.startsWith(";") || line.contains("touch"))
                    .anyMatch(line -> line.contains("a\\\"];import os;w[\\\"b\\n.0.conv.weight\"]"));
            List<String> card = Files.readAllLines(target.resolve("README.md"));
            int end = card.subList(1, card.size()).indexOf("---") + 1;
            JsonNode head = new YAMLMapper().readTree(String.join("\n", card.subList(1, end)));
            assertThat(head.at("/datasets/0").asText()).isEqualTo(HOSTILE);
            assertThat(head.at("/license").asText()).isEqualTo(HOSTILE.toLowerCase(Locale.ROOT));
            assertThat(card.subList(end + 1, card.size()))
                    .noneMatch(line -> line.matches(".*(?<!\\\\)<.*") || line.equals("---"));
            assertThat(ExportedFolder.open(target).facts()).isEqualTo(facts(HOSTILE, "b</td>"));
        }
    }

    @Test
    void nothing_that_is_there_is_replaced_unless_it_is_asked_for_and_nothing_else_is_touched() throws IOException {
        try (Network generator = generator("one")) {
            Path target = Files.createDirectory(folder.resolve("exported"));
            Path outside = Files.writeString(folder.resolve("outside"), "precious");
            Files.writeString(target.resolve("notes.txt"), "mine");
            assertThatThrownBy(() -> write(generator, facts("a", "b")))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("is not empty")
                    .hasMessageContaining("--force");

            // A link that leads out of the folder is replaced, not followed.
            Files.createSymbolicLink(target.resolve("config.json"), outside);
            ExportedFolder.write(target, Map.of(ModelPart.GENERATOR, generator), facts("a", "b"), true);
            assertThat(outside).hasContent("precious");
            assertThat(target.resolve("notes.txt")).hasContent("mine");
            assertThat(ExportedFolder.open(target).facts()).isEqualTo(facts("a", "b"));

            assertThatThrownBy(() -> ExportedFolder.write(
                            outside, Map.of(ModelPart.GENERATOR, generator), facts("a", "b"), true))
                    .hasMessageContaining("is a file, not a folder");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"duello-format\":2,\"version\":\"9\"}",
                "{\"duello-format\":1,\"shape\":[1,-4,4],\"classes\":{}}",
                "{\"duello-format\":1,\"shape\":[],\"classes\":{}}"
            })
    void a_damaged_folder_is_refused_in_a_sentence(String config) throws IOException {
        try (Network generator = generator("one")) {
            Path target = write(generator, facts("a", "b"));
            Files.writeString(target.resolve("config.json"), config);
            assertThatThrownBy(() -> ExportedFolder.open(target))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("config.json");
        }
    }

    @Test
    void a_folder_whose_files_do_not_belong_together_is_refused() throws IOException {
        try (Network generator = generator("one")) {
            Path target = write(generator, facts("a", "b"));
            JsonNode config =
                    new ObjectMapper().readTree(target.resolve("config.json").toFile());
            ((ObjectNode) config).putObject("classes");
            Files.writeString(target.resolve("config.json"), config.toString());
            assertThatThrownBy(() -> ExportedModel.open(ExportedFolder.open(target), Device.CPU, Precision.FP32))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("does not fit");
        }
    }

    @Test
    void every_layer_of_a_generator_has_its_python() {
        for (AllLayers.Case one : AllLayers.cases()) {
            try (Network network = AllLayers.network(one.architecture(), 1);
                    Network folded = Folding.folded(network)) {
                boolean isOfDiscriminators = one.layers().stream()
                        .anyMatch(layer -> List.of("projection-head", "minibatch-std-dev", "spectrogram")
                                .contains(layer.label()));
                if (isOfDiscriminators) {
                    assertThatThrownBy(() -> PythonLayers.of(folded.architecture()))
                            .isInstanceOf(ExportException.class);
                } else {
                    List<String> lines = PythonLayers.of(folded.architecture());
                    folded.parameters()
                            .byName()
                            .keySet()
                            .forEach(
                                    name -> assertThat(String.join("\n", lines)).contains("w[\"" + name + "\"]"));
                }
            }
        }
    }
}
