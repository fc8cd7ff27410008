package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.image.ImageFormat;
import dev.duello.export.AllLayers;
import dev.duello.export.ModelFacts;
import dev.duello.export.OnnxCheck;
import dev.duello.export.OnnxExport;
import dev.duello.export.OnnxForm;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.Model;
import dev.duello.learn.ModelPart;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks of every preset, as ONNX Runtime computes them, and the parts of trained models. */
@Tag("slow")
class ExportedPresetsTest {
    /** Sums in another order, whose rounding untrained deep networks amplify: 1e-5 was exceeded by a tenth on one processor. */
    private static final double CLOSE = 3e-5;

    private static final List<Double> TWO_CLASSES = List.of(0.5, 0.5);

    @TempDir
    private Path folder;

    static Stream<Arguments> presets() {
        return LearnerKinds.all().stream()
                .flatMap(kind -> kind.presets().keySet().stream()
                        .flatMap(preset -> samples(kind, preset).map(samples -> Arguments.of(kind, preset, samples))));
    }

    private static Stream<SampleSpec> samples(LearnerKind kind, String preset) {
        if (kind.medium(preset) == Medium.SOUND) {
            return Stream.of(List.<Double>of(), TWO_CLASSES).map(shares -> new SampleSpec(Shape.of(1, 1024), shares));
        }
        if (kind.medium(preset) == Medium.TEXT) {
            return Stream.of(List.<Double>of(), TWO_CLASSES).map(shares -> new SampleSpec(Shape.of(30, 12), shares));
        }
        if (kind.medium(preset) == Medium.VOXELS) {
            return Stream.of(
                    new SampleSpec(Shape.of(1, 16, 16, 16), TWO_CLASSES),
                    new SampleSpec(Shape.of(4, 16, 16, 16), List.of()));
        }
        if (kind.medium(preset) == Medium.VIDEO) {
            return Stream.of(List.<Double>of(), TWO_CLASSES)
                    .map(shares -> new SampleSpec(Shape.of(3, 8, 16, 16), shares));
        }
        Shape gray = Shape.of(1, 32, 32);
        Shape color = Shape.of(3, 32, 64);
        return Stream.of(
                        new SampleSpec(gray, List.of()),
                        new SampleSpec(color, List.of()),
                        new SampleSpec(gray, TWO_CLASSES))
                .filter(samples ->
                        kind.name().equals("gan") || kind.name().equals("classifier") == (samples.classes() > 0));
    }

    @ParameterizedTest(name = "{1} on {2}")
    @MethodSource("presets")
    void onnx_runtime_computes_the_networks_of_every_preset(LearnerKind kind, String preset, SampleSpec samples) {
        Map<String, String> settings = new HashMap<>(Map.of("preset", preset));
        kind.widths().forEach(key -> settings.put(key, "8"));
        Experiment experiment = ExperimentReader.read(null, settings);
        experiment.settings().architectures(samples).forEach((name, architecture) -> {
            try (Network network = AllLayers.network(architecture, 1)) {
                train(network);
                ModelPart part = part(architecture);
                OnnxExport export = OnnxExport.of(network, part, OnnxForm.DEFAULT, facts(experiment));
                boolean findsPhases = architecture.layers().getLast() instanceof GriffinLim;
                assertThat(export.check().orElseThrow().difference())
                        .as(name)
                        .isLessThan(findsPhases ? OnnxCheck.tolerance(architecture) : CLOSE);
            }
        });
    }

    /** Gives normalizations the statistics that go with the weights, as a training does. */
    private static void train(Network network) {
        RandomStream random = new RandomStream("batch", 1);
        for (int i = 0; i < 20; i++) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Map<String, Tensor> inputs = new HashMap<>();
                network.architecture()
                        .inputs()
                        .forEach((name, shape) -> inputs.put(name, random.normal(Device.CPU, shape.batch(8))));
                String first =
                        network.architecture().inputs().keySet().iterator().next();
                network.forward(
                        inputs.get(first),
                        network.pass(Mode.TRAIN, inputs, null).with(random));
            }
        }
    }

    /** The name of what comes out is all that depends on it. */
    private static ModelPart part(Architecture architecture) {
        return architecture.inputs().containsKey(Architecture.LATENT) ? ModelPart.GENERATOR : ModelPart.DISCRIMINATOR;
    }

    private static ModelFacts facts(Experiment experiment) {
        return new ModelFacts(
                "run",
                "0",
                experiment.kind().name(),
                new ImageFormat(1, 16, 16),
                Map.of(),
                0,
                "data",
                "",
                Map.of(),
                "",
                List.of(),
                "");
    }

    private TrainedModel train(String name, Dataset images, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "training.batch", "16",
                "training.kimg", "0.16",
                "training.checkpoint-kimg", "0.16",
                "machine.device", "cpu",
                "machine.precision", "fp32",
                "machine.threads", "1"));
        all.putAll(settings);
        Path path = folder.resolve(name);
        try (Dataset data = images;
                TrainingRun run = TrainingRun.start(ExperimentReader.read(null, all), data, path)) {
            run.train(_ -> {});
        }
        return TrainedModel.openExact(path, null);
    }

    private static Tensor run(Model model, ModelPart part, Tensor input, Map<String, Tensor> named) {
        try (var _ = GradientMode.off();
                Network network = model.part(part, Weights.AVERAGE).orElseThrow()) {
            return network.forward(input, network.pass(Mode.EVALUATE, named, null));
        }
    }

    private static void assertClose(Tensor found, Tensor expected) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(found.subtract(expected).abs().reshape(1, -1).largest(1).item())
                .isLessThan(CLOSE);
    }

    @Test
    void the_parts_of_a_gan_with_classes_make_what_its_model_makes() {
        Map<String, String> settings =
                Map.of("preset", "sngan", "generator.width", "4", "discriminator.width", "4", "data.labels", "use");
        try (TrainedModel trained = train("gan", TinyRuns.labeled(0), settings);
                var _ = TensorScope.open()) {
            Model model = trained.model();
            Tensor latents = trained.latents(5, 1);
            long noise = latents.size(1) - 2;
            Tensor samples = model.sample(latents, Weights.AVERAGE);
            Map<String, Tensor> named = Map.of(Architecture.CLASS, latents.narrow(1, noise, 2));
            assertClose(run(model, ModelPart.GENERATOR, latents.narrow(1, 0, noise), named), samples);
            Tensor logits = run(model, ModelPart.DISCRIMINATOR, samples, Map.of());
            assertClose(
                    logits.narrow(1, 1, 1).reshape(-1),
                    model.critic().orElseThrow().logits(samples, 1));
            assertThat(model.part(ModelPart.ENCODER, Weights.AVERAGE)).isEmpty();

            ModelFacts facts = trained.facts();
            assertThat(facts.classes()).containsOnlyKeys("left", "right");
            assertThat(facts.data()).isEqualTo(trained.facts().data()).doesNotContain("/");
            assertThat(facts.samplesSeen()).isEqualTo(160);
        }
    }

    @Test
    void the_parts_of_an_autoencoder_have_its_distribution_of_latents_in_them() {
        Map<String, String> settings = Map.of(
                "preset",
                "autoencoder",
                "latent",
                "8",
                "encoder.width",
                "8",
                "decoder.width",
                "8",
                "evaluation.metric",
                "none");
        try (TrainedModel trained = train("autoencoder", TinyRuns.images(0), settings);
                var _ = TensorScope.open()) {
            Model model = trained.model();
            Tensor latents = model.latents(5, new RandomStream("latents", 1));
            Tensor samples = model.sample(latents, Weights.AVERAGE);
            assertClose(run(model, ModelPart.GENERATOR, latents, Map.of()), samples);
            assertClose(
                    run(model, ModelPart.ENCODER, samples, Map.of()),
                    model.encoder().orElseThrow().encode(samples, Weights.AVERAGE));
            assertThat(model.part(ModelPart.DISCRIMINATOR, Weights.AVERAGE)).isEmpty();
        }
    }

    @Test
    void a_classifier_has_one_part() {
        Map<String, String> settings = Map.of("preset", "classifier", "width", "4", "data.held-out", "20");
        try (TrainedModel trained = train("classifier", TinyRuns.labeled(0), settings);
                var _ = TensorScope.open()) {
            Model model = trained.model();
            try (Network classifier =
                    model.part(ModelPart.CLASSIFIER, Weights.AVERAGE).orElseThrow()) {
                assertThat(classifier.architecture().output()).isEqualTo(Shape.of(2));
                OnnxExport export = OnnxExport.of(classifier, ModelPart.CLASSIFIER, OnnxForm.DEFAULT, trained.facts());
                assertThat(export.check().orElseThrow().difference()).isLessThan(CLOSE);
            }
            assertThat(model.part(ModelPart.GENERATOR, Weights.AVERAGE)).isEmpty();
        }
    }
}
