package dev.duello.gan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.gan.GanLearner;
import dev.duello.gan.GanSettings;
import dev.duello.network.ImageFamilies;
import dev.duello.network.NetworkFamily;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    /** Gray images of 16x16: noise around a brightness. */
    private static Dataset images(int count, int brightness) {
        Random random = new Random(count + brightness);
        byte[] pixels = new byte[count * 256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (brightness + random.nextInt(40));
        }
        return Datasets.of("images", new ImageFormat(1, 16, 16), pixels, null, List.of());
    }

    private static GanLearner learner(NetworkFamily family) {
        Map<String, String> settings = Map.of(
                "preset", "dcgan",
                "network", family.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "generator.latent", "8",
                "generator.width", "4",
                "discriminator.width", "4");
        Experiment experiment = ExperimentReader.read(null, settings).forImages(new ImageFormat(1, 16, 16), Map.of());
        GanLearner.Config config = ((GanSettings) experiment.settings())
                .config(experiment.samples(), experiment.training().annealKimg());
        return new GanLearner(config, 3, Device.CPU, Precision.FP32);
    }

    private static Tensor brightness(Tensor images) {
        return images.sum(1, 2, 3).multiply(1 / 256.0);
    }

    @Test
    void a_judge_of_brightness_ranks_bright_reals_above_fakes_and_those_above_dark_ones_that_were_held_out() {
        TrainingCritic judge = (reals, fakes) -> new TrainingCritic.Logits(brightness(reals), brightness(fakes));
        try (Dataset bright = images(300, 200);
                Dataset dark = images(300, 100);
                GanLearner learner = learner(NetworkFamily.DCGAN)) {
            // A fresh generator makes gray, which is 0.
            Reading known = new Probe(learner.model(), judge, bright, dark, 0, Device.CPU).read(7);
            assertThat(known.images()).isEqualTo(7);
            assertThat(known.ranked()).isEqualTo(1);
            assertThat(known.margin()).isGreaterThan(10);
            assertThat(known.memorized()).isEqualTo(1);
            Reading unknown = new Probe(learner.model(), judge, dark, bright, 0, Device.CPU).read(7);
            assertThat(unknown.ranked()).isZero();
            assertThat(unknown.memorized()).isZero();
            assertThat(new Probe(learner.model(), judge, dark, null, 0, Device.CPU)
                            .read(7)
                            .memorized())
                    .isEqualTo(0.5);
        }
    }

    /** One image, fewer than a batch, one more than a batch: with batch normalization, which cannot take one alone. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 65, 128, 129, 1000})
    void any_number_of_images_will_do(int count) {
        for (NetworkFamily family : ImageFamilies.all().toList()) {
            try (Dataset images = images(count, 100);
                    GanLearner learner = learner(family)) {
                Reading reading = new Probe(learner.model(), learner, images, images, 0, Device.CPU).read(0);
                assertThat(reading.isFinite()).as("%s", reading).isTrue();
                assertThat(reading.memorized()).isBetween(0.2, 0.8);
                assertThat(reading.realSpread() > 0).isEqualTo(count > 1);
            }
        }
    }

    @Test
    void reading_changes_nothing_repeats_to_the_bit_and_leaves_no_memory() {
        try (Dataset images = images(300, 100);
                GanLearner learner = learner(NetworkFamily.DCGAN)) {
            Probe probe = new Probe(learner.model(), learner, images, images, 0, Device.CPU);
            List<float[]> before = all(learner);
            Reading first = probe.read(0);
            long objects = Torch.liveObjects();
            assertThat(probe.read(0)).isEqualTo(first);
            assertThat(Torch.liveObjects()).isEqualTo(objects);
            List<float[]> after = all(learner);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).containsExactly(before.get(i));
            }
            assertThat(first.movement(first)).isZero();
        }
    }

    private static List<float[]> all(GanLearner learner) {
        List<float[]> all = new ArrayList<>();
        learner.tensors().values().forEach(tensors -> tensors.values().forEach(tensor -> all.add(tensor.toFloats())));
        return all;
    }

    @Test
    void spread_and_neighbors_are_relative_to_the_reals() {
        try (Dataset images = images(300, 100);
                GanLearner learner = learner(NetworkFamily.DCGAN);
                var _ = TensorScope.open()) {
            TrainingCritic judge = (reals, fakes) -> new TrainingCritic.Logits(brightness(reals), brightness(fakes));
            Reading reading = new Probe(learner.model(), judge, images, null, 0, Device.CPU).read(0);
            // Uniform noise of 40 gray levels: two pixels differ by 40 / 127.5 / sqrt(6) in the mean square.
            assertThat(reading.realSpread()).isCloseTo(40 / 127.5 / Math.sqrt(6), within(0.003));
            assertThat(reading.spread()).isEqualTo(reading.fakeSpread() / reading.realSpread());
        }
    }
}
