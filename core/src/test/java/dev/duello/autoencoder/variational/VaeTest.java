package dev.duello.autoencoder.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.learn.Alert;
import dev.duello.learn.Encoder;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.LogWeights;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.learn.SettingException;
import dev.duello.learn.Weights;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MicroBatches;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.NativeObjects;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class VaeTest {
    private static final OptimizerSettings FAST =
            new OptimizerSettings(Schedule.constant(5e-3), 0.9, Schedule.constant(0.999), 1e-8);

    private static Vae vae(Reconstruction reconstruction, VaeSettings.Kl kl) {
        return Vaes.learner(Vaes.settings(NetworkFamily.DCGAN, reconstruction, 0, kl, FAST));
    }

    private static Vae vae() {
        return vae(Reconstruction.GAUSSIAN, Vaes.plain());
    }

    private static void train(Vae vae, int steps) {
        for (int i = 0; i < steps; i++) {
            try (var _ = TensorScope.open()) {
                vae.step(Vaes.batch(i % 3, 8));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_reconstruction_learns_and_a_likelihood_tells_its_bound(Reconstruction reconstruction) {
        try (Vae vae = vae(reconstruction, Vaes.plain())) {
            List<Map<String, Double>> steps = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                try (var _ = TensorScope.open()) {
                    steps.add(vae.step(Vaes.batch(1, 8)));
                }
            }
            assertThat(steps.getLast().get("total-loss"))
                    .isLessThan(steps.getFirst().get("total-loss"));
            boolean isLikelihood =
                    reconstruction == Reconstruction.BERNOULLI || reconstruction == Reconstruction.GAUSSIAN;
            assertThat(steps.getLast().containsKey("elbo-nats")).isEqualTo(isLikelihood);
            assertThat(vae.model().likelihood().isPresent()).isEqualTo(isLikelihood);
            assertThat(vae.firstNonFinite()).isNull();
        }
    }

    @Test
    void a_batch_in_parts_gives_the_same_step_where_nothing_mixes_samples() {
        VaeSettings settings = new VaeSettings(
                NetworkFamily.DCGAN,
                Reconstruction.BERNOULLI,
                0,
                4,
                Vaes.plain(),
                new AutoencoderSettings.Encoder(4, 1, Normalization.NONE),
                new AutoencoderSettings.Decoder(4, 1, Normalization.NONE),
                FAST,
                new AutoencoderSettings.Ema(1, 0.05));
        try (var _ = TensorScope.open();
                Vae whole = new Vae(settings, Vaes.setup(settings, List.of(), GradientRule.MEAN));
                Vae parts =
                        new Vae(settings, Vaes.setup(settings, List.of(), new MicroBatches(3, GradientRule.MEAN)))) {
            assertThat(parts.step(Vaes.batch(1, 8)).get("total-loss"))
                    .isCloseTo(whole.step(Vaes.batch(1, 8)).get("total-loss"), within(1e-3));
            assertThat(parts.tensors().get("optimizer").get("mean").toFloats())
                    .containsExactly(
                            whole.tensors().get("optimizer").get("mean").toFloats(), within(1e-3f));
        }
    }

    @Test
    void the_importance_weighted_bound_is_no_less_than_the_elbo_and_tightens_with_more_draws() {
        try (var _ = TensorScope.open();
                Vae vae = vae()) {
            train(vae, 60);
            Batch batch = Vaes.batch(1, 8);
            Tensor weights = vae.model()
                    .likelihood()
                    .orElseThrow()
                    .logWeights(batch.samples(), batch.labels(), 200, new RandomStream("draws", 1), Weights.RAW);
            double elbo = LogWeights.evidenceBound(weights).mean().item();
            double ofFive = meanBound(weights, 5);
            double ofFifty = meanBound(weights, 50);
            double ofAll = meanBound(weights, 200);
            assertThat(ofFive).isGreaterThan(elbo);
            assertThat(ofFifty).isGreaterThan(ofFive);
            assertThat(ofAll).isGreaterThan(ofFifty);
            float[] each = LogWeights.evidenceBound(weights).toFloats();
            float[] better = LogWeights.importanceBound(weights).toFloats();
            for (int i = 0; i < each.length; i++) {
                assertThat(better[i]).as("sample %d", i).isGreaterThanOrEqualTo(each[i]);
            }
        }
    }

    /** All draws in groups of {@code k}. */
    private static double meanBound(Tensor weights, int k) {
        return LogWeights.importanceBound(weights.reshape(-1, k)).mean().item();
    }

    @Test
    void the_elbo_of_a_step_is_the_one_that_draws_give() {
        try (var _ = TensorScope.open();
                Vae vae = Vaes.learner(new VaeSettings(
                        NetworkFamily.DCGAN,
                        Reconstruction.BERNOULLI,
                        0,
                        4,
                        Vaes.plain(),
                        new AutoencoderSettings.Encoder(4, 1, Normalization.NONE),
                        new AutoencoderSettings.Decoder(4, 1, Normalization.NONE),
                        FAST,
                        new AutoencoderSettings.Ema(1, 0.05)))) {
            Batch batch = Vaes.batch(1, 8);
            Tensor weights = vae.model()
                    .likelihood()
                    .orElseThrow()
                    .logWeights(batch.samples(), batch.labels(), 2000, new RandomStream("draws", 1), Weights.RAW);
            double expected = LogWeights.evidenceBound(weights).mean().item();
            double[] found = new double[50];
            for (int i = 0; i < found.length; i++) {
                VaeLosses losses = losses(vae, batch, i);
                losses.of(0, 8, null);
                found[i] = -losses.means()[1] - losses.means()[2];
            }
            double mean = Arrays.stream(found).average().orElseThrow();
            assertThat(mean).isCloseTo(expected, within(0.02 * Math.abs(expected)));
        }
    }

    private static VaeLosses losses(Vae vae, Batch batch, long seed) {
        return vae.losses(new DivergenceTerm(1, 0, 0), batch, new RandomStream("noise", seed).normal(Device.CPU, 8, 4));
    }

    @Test
    void where_the_data_has_classes_the_decoder_is_told_them_and_the_encoder_finds_them() {
        VaeSettings settings = Vaes.settings(NetworkFamily.DCGAN, Reconstruction.GAUSSIAN, 0, Vaes.plain(), FAST);
        try (Vae vae = new Vae(settings, Vaes.setup(settings, List.of(0.5, 0.5), GradientRule.MEAN))) {
            // Black and white: the class alone tells the image.
            float[] pixels = new float[8 * 256];
            long[] labels = new long[8];
            for (int i = 0; i < 8; i++) {
                labels[i] = i % 2;
                Arrays.fill(pixels, i * 256, (i + 1) * 256, i % 2 == 0 ? -0.8f : 0.8f);
            }
            try (var _ = TensorScope.open()) {
                Batch batch = new Batch(Tensors.of(pixels, 8, 1, 16, 16), Tensors.of(labels, 8));
                for (int i = 0; i < 120; i++) {
                    vae.step(batch);
                }
                Model model = vae.model();
                assertThat(model.classes()).isEqualTo(2);
                assertThat(model.latentShape().elements()).isEqualTo(Vaes.LATENT + 2);
                RandomStream random = new RandomStream("latents", 1);
                assertThat(model.sample(model.latentsOfClass(0, 4, random), Weights.RAW)
                                .mean()
                                .item())
                        .isLessThan(-0.4);
                assertThat(model.sample(model.latentsOfClass(1, 4, random), Weights.RAW)
                                .mean()
                                .item())
                        .isGreaterThan(0.4);
                Encoder encoder = model.encoder().orElseThrow();
                Tensor classes = encoder.encode(batch.samples(), Weights.RAW).narrow(1, Vaes.LATENT, 2);
                assertThat(classes.argmax().toLongs()).containsExactly(labels);
            }
        }
    }

    @Test
    void a_hundredfold_weight_of_the_divergence_collapses_the_posterior_and_that_is_told_once() {
        try (Vae collapsed = vae(Reconstruction.GAUSSIAN, new VaeSettings.Kl(100, 0, 0, 0));
                Vae healthy = vae();
                Dataset images = Vaes.dataset(60)) {
            assertThat(symptoms(collapsed, images)).containsExactly("posterior-collapse");
            assertThat(symptoms(healthy, images)).isEmpty();
        }
    }

    private static List<String> symptoms(Vae vae, Dataset images) {
        Monitor monitor = vae.monitor(images, 1);
        List<String> symptoms = new ArrayList<>();
        for (int reading = 0; reading < 4; reading++) {
            train(vae, 40, images);
            monitor.read(vae.counters().get("samples-seen")).stream()
                    .map(Alert::symptom)
                    .forEach(symptoms::add);
        }
        return symptoms;
    }

    private static void train(Vae vae, int steps, Dataset images) {
        for (int i = 0; i < steps; i++) {
            int start = i % 7;
            try (var _ = TensorScope.open()) {
                List<Tensor> parts = new ArrayList<>();
                SpreadSamples.of(images, 60)
                        .forEachBatch(
                                Device.CPU,
                                (_, all) -> parts.add(
                                        all.narrow(0, start * 8, 8).copy().keep()));
                parts.forEach(Tensor::handOver);
                vae.step(new Batch(parts.getFirst(), Tensors.of(new long[8], 8)));
            }
        }
    }

    @Test
    void the_monitor_goes_on_where_it_was() {
        try (Vae vae = vae(Reconstruction.GAUSSIAN, new VaeSettings.Kl(100, 0, 0, 0));
                Dataset images = Vaes.dataset(60)) {
            train(vae, 80, images);
            Monitor first = vae.monitor(images, 1);
            assertThat(first.read(1)).isEmpty();
            assertThat(first.state().path("active-units").asInt(-1)).isZero();
            Monitor second = vae.monitor(images, 1);
            second.restore(first.state());
            assertThat(second.read(2)).extracting(Alert::symptom).containsExactly("posterior-collapse");
            try (var _ = TensorScope.open()) {
                assertThat(vae.step(Vaes.batch(1, 8)).get("active-units")).isZero();
            }
        }
    }

    @Test
    void put_back_it_goes_on_to_the_bit() {
        try (var _ = TensorScope.open();
                Vae straight = vae();
                Vae resumed = vae()) {
            train(straight, 3);
            straight.tensors()
                    .forEach((file, tensors) -> tensors.forEach((name, tensor) -> {
                        try (var _ = GradientMode.off()) {
                            resumed.tensors().get(file).get(name).copyFrom_(tensor);
                        }
                    }));
            resumed.restoreCounters(straight.counters());
            straight.step(Vaes.batch(3, 8));
            resumed.step(Vaes.batch(3, 8));
            straight.tensors()
                    .forEach((file, tensors) -> tensors.forEach((name, tensor) -> assertThat(
                                    resumed.tensors().get(file).get(name).toFloats())
                            .as("%s %s", file, name)
                            .containsExactly(tensor.toFloats())));
            assertThat(resumed.counters()).isEqualTo(straight.counters());
        }
    }

    @Test
    void steps_leave_no_native_memory_behind() throws Exception {
        try (Vae vae = vae();
                Dataset images = Vaes.dataset(40)) {
            run(vae, images);
            long before = NativeObjects.settled();
            for (int i = 0; i < 5; i++) {
                run(vae, images);
            }
            assertThat(NativeObjects.settled()).isLessThanOrEqualTo(before);
        }
    }

    private static void run(Vae vae, Dataset images) {
        try (var _ = TensorScope.open()) {
            vae.step(Vaes.batch(1, 8));
        }
        vae.monitor(images, 1).read(8);
    }

    @Test
    void the_weight_rises_during_the_warm_up() {
        try (Vae vae = vae(Reconstruction.GAUSSIAN, new VaeSettings.Kl(2, 0.5, 0, 0))) {
            vae.annealing(Annealing.over(0.032));
            List<Double> weights = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (var _ = TensorScope.open()) {
                    weights.add(vae.step(Vaes.batch(1, 8)).get("divergence-weight"));
                }
            }
            assertThat(weights).containsExactly(0.0, 1.0, 2.0, 2.0);
        }
    }

    @Test
    void a_constant_image_has_a_finite_likelihood() {
        try (Vae vae = vae();
                var _ = TensorScope.open()) {
            Batch black = new Batch(Tensors.zeros(Device.CPU, 8, 1, 16, 16).fill_(-1), Tensors.of(new long[8], 8));
            Map<String, Double> last = Map.of();
            for (int i = 0; i < 60; i++) {
                last = vae.step(black);
            }
            assertThat(last.values()).allSatisfy(value -> assertThat(value).isFinite());
            // The density of one point within a step is at most half a bit above that of the whole step.
            assertThat(last.get("bits-per-dimension")).isBetween(-0.5, 1.0);
        }
    }

    @Test
    void every_number_of_a_step_has_a_label_and_an_explanation() {
        assertThat(new VaeKind().statistics()).allSatisfy(statistic -> {
            assertThat(LearnerKinds.statistic(statistic.key())).contains(statistic);
            assertThat(statistic.help()).endsWith(".");
        });
    }

    @Test
    void what_cannot_work_is_refused_with_the_key() {
        assertThatThrownBy(() -> Vaes.settings(NetworkFamily.R3GAN, Reconstruction.BERNOULLI, 0, Vaes.plain(), FAST))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("reconstruction: ");
        assertThatThrownBy(() -> Vaes.settings(Reconstruction.L1, 0.1, Vaes.plain()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("variance: ");
        assertThatThrownBy(() -> new VaeSettings.Kl(-1, 0, 0, 0))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("kl.beta: ");
    }
}
