package dev.duello.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.Compute;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.learn.Weights;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MicroBatches;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.NativeObjects;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AutoencoderTest {
    private static final Shape IMAGE = Shape.of(1, 16, 16);

    private static AutoencoderSettings settings(
            NetworkFamily family, ReconstructionLoss loss, Normalization normalization) {
        return new AutoencoderSettings(
                family,
                loss,
                4,
                LatentDensity.GAUSSIAN,
                new AutoencoderSettings.Encoder(4, 1, normalization),
                new AutoencoderSettings.Decoder(4, 1, normalization),
                new OptimizerSettings(Schedule.constant(2e-3), 0.9, Schedule.constant(0.999), 1e-8),
                new AutoencoderSettings.Ema(1, 0.05));
    }

    private static Autoencoder autoencoder(AutoencoderSettings settings, GradientRule rule) {
        SampleSpec samples = new SampleSpec(IMAGE, List.of());
        return (Autoencoder) settings.learner(new LearnerSetup(
                settings.architectures(samples),
                samples,
                Annealing.over(1),
                1,
                new Compute(Device.CPU, Precision.FP32, 1, ProcessGroup.SINGLE),
                8,
                0,
                rule));
    }

    private static Autoencoder autoencoder() {
        return autoencoder(
                settings(NetworkFamily.DCGAN, ReconstructionLoss.MEAN_SQUARED_ERROR, Normalization.BATCH),
                GradientRule.MEAN);
    }

    private static Batch batch(long seed, int count) {
        Tensor samples = new RandomStream("images", seed).uniform(Device.CPU, -1, 1, count, 1, 16, 16);
        return new Batch(samples, Tensors.of(new long[count], count));
    }

    private static Dataset dataset(int count) {
        byte[] pixels = new byte[count * 256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 256 * 7 + i % 16 * 5);
        }
        return Datasets.of("shades", new ImageFormat(1, 16, 16), pixels, null, List.of());
    }

    @ParameterizedTest
    @MethodSource("dev.duello.network.ImageFamilies#all")
    void every_family_learns_to_give_back_a_batch(NetworkFamily family) {
        try (Autoencoder autoencoder = autoencoder(
                settings(family, ReconstructionLoss.MEAN_SQUARED_ERROR, Normalization.NONE), GradientRule.MEAN)) {
            List<Double> losses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                try (var _ = TensorScope.open()) {
                    losses.add(autoencoder.step(batch(1, 8)).get("reconstruction-loss"));
                }
            }
            assertThat(losses.getLast()).isLessThan(0.97 * losses.getFirst());
            assertThat(autoencoder.firstNonFinite()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_loss_is_the_one_that_a_step_reports(ReconstructionLoss loss) {
        try (var _ = TensorScope.open();
                Autoencoder autoencoder =
                        autoencoder(settings(NetworkFamily.DCGAN, loss, Normalization.NONE), GradientRule.MEAN)) {
            Batch batch = batch(1, 8);
            autoencoder.prepare(dataset(10));
            Tensor before = autoencoder
                    .model()
                    .sample(
                            autoencoder.model().encoder().orElseThrow().encode(batch.samples(), Weights.RAW),
                            Weights.RAW);
            double expected = loss.losses(batch.samples(), before).mean().item();
            assertThat(autoencoder.step(batch).get("reconstruction-loss")).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void a_batch_in_parts_gives_the_same_step() {
        AutoencoderSettings settings =
                settings(NetworkFamily.DCGAN, ReconstructionLoss.MEAN_SQUARED_ERROR, Normalization.NONE);
        try (var _ = TensorScope.open();
                Autoencoder whole = autoencoder(settings, GradientRule.MEAN);
                Autoencoder parts = autoencoder(settings, new MicroBatches(3, GradientRule.MEAN))) {
            assertThat(parts.step(batch(1, 8)).get("reconstruction-loss"))
                    .isCloseTo(whole.step(batch(1, 8)).get("reconstruction-loss"), within(1e-6));
            // Adam's first step has the length of the rate in every number, whatever rounding makes of tiny gradients.
            assertThat(moments(parts)).containsExactly(moments(whole), within(1e-5f));
        }
    }

    private static float[] moments(Autoencoder autoencoder) {
        return autoencoder.tensors().get("optimizer").get("mean").toFloats();
    }

    @Test
    void encoder_and_decoder_are_parts_of_one_network_and_both_move() {
        try (var _ = TensorScope.open();
                Autoencoder autoencoder = autoencoder()) {
            Map<String, Map<String, Tensor>> tensors = autoencoder.tensors();
            float[] encoder = tensors.get("encoder").get("0.conv.weight").toFloats();
            float[] decoder = tensors.get("decoder").get("0.linear.weight").toFloats();
            autoencoder.step(batch(1, 8));
            assertThat(tensors.get("encoder").get("0.conv.weight").toFloats()).isNotEqualTo(encoder);
            assertThat(tensors.get("decoder").get("0.linear.weight").toFloats()).isNotEqualTo(decoder);
        }
    }

    @Test
    void standard_normal_latents_are_those_of_the_training_samples() {
        try (var _ = TensorScope.open();
                Autoencoder autoencoder = autoencoder();
                Dataset images = dataset(300)) {
            for (int i = 0; i < 5; i++) {
                autoencoder.step(batch(i, 8));
            }
            autoencoder.prepare(images);
            Tensor latents = Tensors.zeros(Device.CPU, 300, 4);
            SpreadSamples.of(images, 300)
                    .forEachBatch(
                            Device.CPU,
                            (start, batch) -> latents.narrow(0, start, batch.size(0))
                                    .copyFrom_(autoencoder
                                            .model()
                                            .encoder()
                                            .orElseThrow()
                                            .encode(batch, Weights.AVERAGE)));
            assertThat(latents.mean(0).toFloats()).containsExactly(new float[4], within(1e-2f));
            assertThat(latents.square().mean().item()).isBetween(0.2, 1.01);
        }
    }

    @Test
    void what_is_drawn_does_not_depend_on_when_it_was_prepared() {
        try (var _ = TensorScope.open();
                Autoencoder often = autoencoder();
                Autoencoder once = autoencoder();
                Dataset images = dataset(40)) {
            for (int i = 0; i < 4; i++) {
                often.prepare(images);
                often.prepare(images);
                often.step(batch(i, 8));
                once.step(batch(i, 8));
            }
            often.prepare(images);
            once.prepare(images);
            assertThat(sample(often)).containsExactly(sample(once));
        }
    }

    private static float[] sample(Autoencoder autoencoder) {
        return autoencoder
                .model()
                .sample(autoencoder.model().latents(3, new RandomStream("latents", 1)), Weights.AVERAGE)
                .toFloats();
    }

    @Test
    void put_back_it_goes_on_to_the_bit() {
        try (var _ = TensorScope.open();
                Autoencoder straight = autoencoder();
                Autoencoder resumed = autoencoder();
                Dataset images = dataset(40)) {
            for (int i = 0; i < 3; i++) {
                straight.step(batch(i, 8));
            }
            straight.prepare(images);
            straight.tensors()
                    .forEach((file, tensors) -> tensors.forEach((name, tensor) -> {
                        try (var _ = GradientMode.off()) {
                            resumed.tensors().get(file).get(name).copyFrom_(tensor);
                        }
                    }));
            resumed.restoreCounters(straight.counters());
            assertThat(sample(resumed)).containsExactly(sample(straight));
            straight.step(batch(3, 8));
            resumed.step(batch(3, 8));
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
        try (Autoencoder autoencoder = autoencoder();
                Dataset images = dataset(40)) {
            run(autoencoder, images);
            long before = NativeObjects.settled();
            for (int i = 0; i < 5; i++) {
                run(autoencoder, images);
            }
            assertThat(NativeObjects.settled()).isLessThanOrEqualTo(before);
        }
    }

    private static void run(Autoencoder autoencoder, Dataset images) {
        try (var _ = TensorScope.open()) {
            autoencoder.step(batch(1, 8));
        }
        autoencoder.prepare(images);
        autoencoder.monitor(images, 1).read(8);
    }

    @Test
    void a_training_that_learns_by_heart_is_told_once_and_again_only_after_it_ended() {
        LatestMeasurement heldOut = new LatestMeasurement();
        try (Dataset images = dataset(4);
                Autoencoder autoencoder = autoencoder()) {
            AutoencoderMonitor monitor = new AutoencoderMonitor(
                    (AutoencoderModel) autoencoder.model(), ReconstructionLoss.L1, images, heldOut);
            assertThat(monitor.found(0.10, 0.14)).isEmpty();
            assertThat(monitor.found(0.10, 0.16))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.symptom()).isEqualTo("overfitting"));
            assertThat(monitor.found(0.10, 0.14)).isEmpty();

            LatestMeasurement other = new LatestMeasurement();
            AutoencoderMonitor resumed = new AutoencoderMonitor(
                    (AutoencoderModel) autoencoder.model(), ReconstructionLoss.L1, images, other);
            resumed.restore(monitor.state());
            assertThat(other.value()).hasValue(0.14);
            assertThat(resumed.found(0.10, 0.16)).as("it lasts").isEmpty();
            assertThat(resumed.found(0.10, 0.12)).isEmpty();
            assertThat(resumed.found(0.10, 0.16)).as("it began anew").hasSize(1);
            assertThat(autoencoder.monitor(images, 1).read(4))
                    .as("nothing is held out")
                    .isEmpty();
        }
    }

    @Test
    void every_number_of_a_step_has_a_label_and_an_explanation() {
        assertThat(new AutoencoderKind().statistics())
                .hasSize(AutoencoderStatistic.values().length)
                .allSatisfy(statistic -> {
                    assertThat(LearnerKinds.statistic(statistic.key())).contains(statistic);
                    assertThat(statistic.help()).endsWith(".");
                });
    }

    @Test
    void what_cannot_work_is_refused_with_the_key() {
        assertThatThrownBy(() ->
                        settings(NetworkFamily.R3GAN, ReconstructionLoss.BINARY_CROSS_ENTROPY, Normalization.NONE))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("loss: ");
        AutoencoderSettings settings = settings(NetworkFamily.DCGAN, ReconstructionLoss.L1, Normalization.NONE);
        assertThatThrownBy(() -> settings.architectures(new SampleSpec(IMAGE, Arrays.asList(0.5, 0.5))))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("data.labels: ");
    }
}
