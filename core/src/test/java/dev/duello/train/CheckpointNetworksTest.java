package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Batch;
import dev.duello.data.image.ImageFormat;
import dev.duello.gan.Gan;
import dev.duello.gan.GanLearner;
import dev.duello.gan.GanSettings;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.ShapeException;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointNetworksTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> presets() {
        return PresetsTest.presets()
                .flatMap(preset ->
                        Stream.of(Arguments.of(preset, Map.of()), Arguments.of(preset, Map.of("a", 0.25, "b", 0.75))));
    }

    private static Experiment experiment(String preset, Map<String, Double> classes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "preset",
                preset,
                "generator.latent",
                "8",
                "generator.width",
                "4",
                "discriminator.width",
                "4",
                "machine.precision",
                "fp32"));
        settings.put("data.labels", classes.isEmpty() ? "ignore" : "use");
        if (preset.equals("private")) {
            // What is found for the data otherwise.
            settings.putAll(Map.of("privacy.noise", "1", "training.batch", "8", "privacy.embedding.share", "0"));
        }
        return ExperimentReader.read(null, settings).forImages(new ImageFormat(1, 16, 16), new TreeMap<>(classes));
    }

    /** The networks of a GAN that has learned a little, so that its average is not the generator. */
    private GanLearner saved(Experiment experiment) throws IOException {
        GanLearner learner = (GanLearner) experiment.newLearner(experiment.architectures(), experiment.compute());
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("test", 1);
            for (int i = 0; i < 2 * gan(experiment).discriminator().steps(); i++) {
                Tensor labels = Tensors.of(new long[] {0, 0, 0, 0, 0, 0, 0, 0}, 8);
                learner.step(new Batch(random.uniform(Device.CPU, -1, 1, 8, 1, 16, 16), labels));
            }
            for (Map.Entry<String, Map<String, Tensor>> file : learner.tensors().entrySet()) {
                Safetensors.write(
                        CheckpointFiles.tensors(folder, file.getKey()),
                        file.getValue(),
                        learner.metadata().getOrDefault(file.getKey(), Map.of()));
            }
        }
        return learner;
    }

    private Model model(Experiment experiment) {
        return new Gan()
                .model(
                        new CheckpointNetworks(folder, folder.resolve("networks.json"), experiment),
                        List.copyOf(experiment.data().classes().values()),
                        Device.CPU,
                        Precision.FP32);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void a_model_makes_and_judges_what_its_gan_did(String preset, Map<String, Double> classes) throws IOException {
        Experiment experiment = experiment(preset, classes);
        try (GanLearner learner = saved(experiment);
                Model model = model(experiment);
                var _ = TensorScope.open()) {
            Tensor z = model.latents(3, new RandomStream("latents", 5));
            assertThat(z.toFloats())
                    .isEqualTo(learner.model()
                            .latents(3, new RandomStream("latents", 5))
                            .toFloats());
            for (Weights weights : Weights.values()) {
                assertThat(model.sample(z, weights).toFloats())
                        .isEqualTo(learner.model().sample(z, weights).toFloats());
            }
            Tensor images = learner.model().sample(z, Weights.RAW);
            assertThat(model.critic().orElseThrow().logits(images).toFloats())
                    .isEqualTo(learner.model()
                            .critic()
                            .orElseThrow()
                            .logits(images)
                            .toFloats());
        }
        for (Architecture built : experiment.architectures().values()) {
            assertThat(Architecture.parse(built.json())).isEqualTo(built);
        }
    }

    @Test
    void only_what_is_needed_is_loaded() throws IOException {
        Experiment experiment = experiment("dcgan", Map.of());
        saved(experiment).close();
        Files.delete(folder.resolve("optimizers.safetensors"));
        Files.delete(folder.resolve("generator.safetensors"));
        Path discriminator = folder.resolve("discriminator.safetensors");
        Path aside = Files.move(discriminator, folder.resolve("aside"));
        Files.copy(folder.resolve("average.safetensors"), folder.resolve("generator.safetensors"));
        long before = Torch.liveObjects();
        try (Model model = model(experiment)) {
            assertThat(Torch.liveObjects()).isEqualTo(before);
            try (var _ = TensorScope.open()) {
                Tensor images = model.sample(model.latents(2, new RandomStream("latents", 0)), Weights.AVERAGE);
                assertThatThrownBy(() -> model.critic().orElseThrow().logits(images))
                        .isInstanceOf(TrainingException.class)
                        .hasMessageContaining("discriminator.safetensors cannot be read: it does not exist");
                Files.move(aside, discriminator);
                assertThat(model.critic().orElseThrow().logits(images).shape()).containsExactly(2);
            }
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void a_network_with_other_tensors_than_it_says_is_told() throws IOException {
        Experiment experiment = experiment("dcgan", Map.of());
        try (GanLearner learner = saved(experiment);
                var _ = TensorScope.open()) {
            Map<String, Tensor> fewer = new HashMap<>(learner.tensors().get("average"));
            fewer.remove("0.linear.weight");
            Safetensors.write(
                    folder.resolve("average.safetensors"),
                    fewer,
                    learner.metadata().get("average"));
        }
        long before = Torch.liveObjects();
        try (Model model = model(experiment);
                var _ = TensorScope.open()) {
            Tensor z = model.latents(1, new RandomStream("latents", 0));
            assertThatThrownBy(() -> model.sample(z, Weights.AVERAGE))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("average.safetensors cannot be used: it holds");
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void layers_and_settings_of_layers_that_this_version_does_not_know_are_refused() {
        String json =
                experiment("dcgan", Map.of()).architectures().get("generator").json();
        List<String> changed = new ArrayList<>();
        changed.add(json.replace("\"layer\":\"conv-transpose\"", "\"layer\":\"conv-sideways\""));
        changed.add(json.replace("\"kernel\":4", "\"kernel\":4,\"twist\":2"));
        changed.add(json.replace("\"stride\":2,", ""));
        changed.add("null");
        changed.add("[");
        assertThat(changed).allSatisfy(text -> {
            assertThat(text).isNotEqualTo(json);
            assertThatThrownBy(() -> Architecture.parse(text)).isInstanceOf(ShapeException.class);
        });
    }

    private static GanSettings gan(Experiment experiment) {
        return (GanSettings) experiment.settings();
    }
}
