package dev.duello.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.learn.Learner;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole steps of those that learn from unpaired images against {@code bench/reference/translate_step.py}. */
class CycleTranslatorEqualsPyTorchTest {
    @Test
    void two_steps_of_two_generators_and_two_discriminators_equal_pytorch() {
        JsonNode golden = Golden.read("translate/cyclegan-step");
        try (var _ = TensorScope.open();
                var learner = new CycleTranslator(Tiny.cyclegan(), Tiny.setup(Tiny.cyclegan()))) {
            PairTranslatorEqualsPyTorchTest.load(learner.tensors(), golden.get("before"));
            for (int i = 0; i < 2; i++) {
                equal(
                        learner.stepFrom(
                                Golden.tensor(golden.get("sources").get(i)),
                                Golden.tensor(golden.get("targets").get(i))),
                        golden.get("steps").get(i));
            }
            after(learner, golden);
        }
    }

    @Test
    void two_steps_that_contrast_patches_equal_pytorch() {
        JsonNode golden = Golden.read("translate/cut-step");
        try (var _ = TensorScope.open();
                var learner = new ContrastiveTranslator(Tiny.cut(), Tiny.setup(Tiny.cut()))) {
            PairTranslatorEqualsPyTorchTest.load(learner.tensors(), golden.get("before"));
            fillHeads(learner.tensors());
            for (int i = 0; i < 2; i++) {
                List<Tensor> patches = new ArrayList<>();
                for (JsonNode layer : golden.get("patches").get(i)) {
                    long[] places = new long[layer.size()];
                    for (int at = 0; at < places.length; at++) {
                        places[at] = layer.get(at).asLong();
                    }
                    patches.add(Tensors.of(places, places.length));
                }
                equal(
                        learner.stepFrom(
                                Golden.tensor(golden.get("sources").get(i)),
                                Golden.tensor(golden.get("targets").get(i)),
                                patches),
                        golden.get("steps").get(i));
            }
            after(learner, golden);
        }
    }

    private static void fillHeads(Map<String, Map<String, Tensor>> tensors) {
        for (int head = 0; head < 4; head++) {
            for (Tensor tensor : tensors.get("head-" + head).values()) {
                float[] values = new float[Math.toIntExact(tensor.elements())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin((double) i * (head + 1)) * 0.1f;
                }
                try (var _ = GradientMode.off()) {
                    tensor.copyFrom_(Tensors.of(values, tensor.shape()));
                }
            }
        }
    }

    private static void equal(Map<String, Double> statistics, JsonNode expected) {
        assertThat(expected).isNotEmpty();
        expected.properties()
                .forEach(entry -> assertThat(statistics.get(entry.getKey()))
                        .as(entry.getKey())
                        .isCloseTo(entry.getValue().asDouble(), within(1e-5)));
    }

    private static void after(Learner learner, JsonNode golden) {
        golden.get("after")
                .properties()
                .forEach(network -> network.getValue()
                        .properties()
                        .forEach(tensor -> Golden.assertEquals(
                                network.getKey() + " " + tensor.getKey(),
                                learner.tensors().get(network.getKey()).get(tensor.getKey()),
                                tensor.getValue(),
                                1e-5)));
    }

    @Test
    void a_full_buffer_gives_half_of_the_images_for_old_ones_and_none_of_these_twice() {
        try (var _ = TensorScope.open();
                var buffer = new ReplayBuffer(5, Shape.of(1, 1, 1), Device.CPU, new RandomStream("replay", 1))) {
            List<Float> seen = new ArrayList<>();
            int old = 0;
            for (int i = 0; i < 200; i++) {
                float shown =
                        buffer.exchange(Tensors.of(new float[] {i}, 1, 1, 1, 1)).toFloats()[0];
                assertThat(shown).isLessThanOrEqualTo(i);
                seen.add(shown);
                old += shown < i ? 1 : 0;
            }
            assertThat(seen.subList(0, 5)).containsExactly(0f, 1f, 2f, 3f, 4f);
            // Of 195 coins, fewer than 70 or more than 125 heads come once in ten thousand times.
            assertThat(old).isBetween(70, 125);
            // The first five were shown when they came, and are shown again when they leave.
            assertThat(seen.subList(5, 200)).doesNotHaveDuplicates();
        }
    }

    @Test
    void patches_are_chosen_without_repetition_within_the_maps_of_each_layer() {
        try (var _ = TensorScope.open()) {
            var architecture = Tiny.setup(Tiny.cut()).networks().get(ContrastiveTranslator.GENERATOR);
            List<Tensor> chosen = PatchFeatures.choose(architecture, 10, new RandomStream("patches", 1));
            int[] places = {14 * 14, 4 * 4, 2 * 2, 2 * 2};
            for (int layer = 0; layer < places.length; layer++) {
                long[] some = chosen.get(layer).toLongs();
                assertThat(some).hasSize(Math.min(10, places[layer])).doesNotHaveDuplicates();
                for (long place : some) {
                    assertThat(place).isBetween(0L, places[layer] - 1L);
                }
            }
        }
    }
}
