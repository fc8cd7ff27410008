package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.network.NetworkFamily;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GanLearnerRepeatsTest {
    @ParameterizedTest
    @CsvSource({"DCGAN,FP32", "DCGAN,BF16", "MLP,FP32", "MLP,BF16"})
    void the_same_seed_gives_the_same_bits(NetworkFamily family, Precision precision) {
        try (var _ = TensorScope.open();
                var one = learner(family, 5, precision);
                var other = learner(family, 5, precision)) {
            steps(one, 0, 5);
            steps(other, 0, 5);
            assertSameBits(one, other);
        }
    }

    @ParameterizedTest
    @CsvSource({"DCGAN,FP32", "DCGAN,BF16", "MLP,FP32", "MLP,BF16"})
    void a_gan_put_back_continues_to_the_bit(NetworkFamily family, Precision precision) {
        try (var _ = TensorScope.open();
                var straight = learner(family, 5, precision);
                var resumed = learner(family, 99, precision)) {
            steps(straight, 0, 3);
            var counters = straight.counters();
            try (var _ = GradientMode.off()) {
                resumed.tensors()
                        .forEach((file, tensors) -> tensors.forEach((name, tensor) ->
                                tensor.copyFrom_(straight.tensors().get(file).get(name))));
            }
            resumed.restoreCounters(counters);
            assertThat(resumed.counters()).isEqualTo(counters).containsEntry("images-seen", 24L);

            // The latents come from the seed and the position; a run resumes with the seed that it had.
            for (int i = 3; i < 6; i++) {
                Tensor z = new RandomStream("z", i).normal(Device.CPU, 8, 8);
                straight.stepFrom(GanLearners.images(i, 8), z);
                resumed.stepFrom(GanLearners.images(i, 8), z);
            }
            assertSameBits(straight, resumed);
        }
    }

    @Test
    void latents_continue_where_the_counter_says() {
        try (var _ = TensorScope.open();
                var straight = learner(NetworkFamily.DCGAN, 5, Precision.FP32);
                var resumed = learner(NetworkFamily.DCGAN, 5, Precision.FP32)) {
            steps(straight, 0, 2);
            steps(resumed, 0, 2);
            Map<String, Long> counters = resumed.counters();
            counters.put("latents", 7L);
            resumed.restoreCounters(counters);
            steps(straight, 2, 3);
            steps(resumed, 2, 3);
            assertThat(resumed.tensors().get("generator").get("0.linear.weight").toFloats())
                    .isNotEqualTo(straight.tensors()
                            .get("generator")
                            .get("0.linear.weight")
                            .toFloats());
            assertThat(resumed.counters()).containsEntry("latents", 8L);
        }
    }

    @Test
    void another_seed_gives_other_networks_and_other_latents() {
        try (var _ = TensorScope.open();
                var one = learner(NetworkFamily.DCGAN, 5, Precision.FP32);
                var other = learner(NetworkFamily.DCGAN, 6, Precision.FP32)) {
            for (String network : new String[] {"generator", "discriminator"}) {
                one.tensors().get(network).forEach((name, tensor) -> {
                    if (name.endsWith("conv.weight") || name.endsWith("linear.weight")) {
                        assertThat(tensor.toFloats())
                                .as(name)
                                .isNotEqualTo(
                                        other.tensors().get(network).get(name).toFloats());
                    }
                });
            }
        }
    }

    private static GanLearner learner(NetworkFamily family, long seed, Precision precision) {
        return new GanLearner(GanLearners.tiny(family), seed, Device.CPU, precision);
    }

    private static void steps(GanLearner learner, int from, int to) {
        for (int i = from; i < to; i++) {
            try (var _ = TensorScope.open()) {
                GanLearners.step(learner, GanLearners.images(i, 8));
            }
        }
    }

    private static void assertSameBits(GanLearner one, GanLearner other) {
        Map<String, float[]> expected = all(one);
        Map<String, float[]> found = all(other);
        assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(20);
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).containsExactly(values));
        assertThat(other.counters()).isEqualTo(one.counters());
    }

    private static Map<String, float[]> all(GanLearner learner) {
        Map<String, float[]> all = new TreeMap<>();
        learner.tensors()
                .forEach((file, tensors) ->
                        tensors.forEach((name, tensor) -> all.put(file + " " + name, tensor.toFloats())));
        return all;
    }
}
