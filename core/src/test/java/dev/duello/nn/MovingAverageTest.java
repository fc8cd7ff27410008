package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
    private static final Architecture NORMALIZED =
            new Architecture(Shape.of(2), List.of(new Linear(3, false), BatchNorm.DEFAULT), Initializer.DCGAN);

    @Test
    void it_starts_as_a_copy() {
        try (var _ = TensorScope.open();
                var source = Network.initialized(NORMALIZED, Device.CPU, Precision.FP32, new RandomStream("w", 1));
                var average = new MovingAverage(source, 10, 0.05)) {
            assertThat(average.network().parameters().trained().toFloats())
                    .containsExactly(source.parameters().trained().toFloats());
            assertThat(average.network().parameters().statistics().toFloats()).containsExactly(0, 0, 0, 1, 1, 1);
        }
    }

    @Test
    void after_one_half_life_half_of_it_is_new() {
        try (var _ = TensorScope.open();
                var source = constant(1);
                var average = new MovingAverage(source, 2, 0)) {
            set(source, 3);
            for (int seen = 100; seen <= 2000; seen += 100) {
                average.update(seen, 100);
            }
            assertThat(first(average)).isCloseTo(2, within(1e-5));
        }
    }

    @Test
    void the_batch_size_does_not_change_the_half_life() {
        try (var _ = TensorScope.open();
                var source = constant(0);
                var small = new MovingAverage(source, 5, 0);
                var large = new MovingAverage(source, 5, 0)) {
            set(source, 1);
            for (int i = 1; i <= 60; i++) {
                small.update(i * 10L, 10);
            }
            large.update(300, 300);
            large.update(600, 300);
            double expected = 1 - Math.pow(0.5, 600 / 5000.0);
            assertThat(first(small)).isCloseTo(expected, within(1e-5));
            assertThat(first(large)).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void the_ramp_keeps_the_half_life_at_a_share_of_the_images_seen() {
        try (var _ = TensorScope.open();
                var source = constant(-1);
                var average = new MovingAverage(source, 1, 0.05)) {
            set(source, 1);
            double old = 1;
            for (int step = 1; step <= 1000; step++) {
                long seen = step * 64L;
                average.update(seen, 64);
                old *= Math.pow(0.5, 64 / Math.min(1000, seen * 0.05));
                if (step <= 8 || step == 1000) {
                    assertThat(first(average)).as("step %d", step).isCloseTo(1 - 2 * old, within(1e-5));
                }
            }
        }
    }

    @Test
    void the_ramp_forgets_sooner_than_the_half_life() {
        try (var _ = TensorScope.open();
                var source = constant(0);
                var ramped = new MovingAverage(source, 10, 0.05);
                var plain = new MovingAverage(source, 10, 0)) {
            set(source, 1);
            ramped.update(1280, 64);
            plain.update(1280, 64);
            assertThat(first(ramped)).isCloseTo(0.5, within(1e-6));
            assertThat(first(plain)).isLessThan(0.01);
        }
    }

    @Test
    void running_statistics_are_averaged_too() {
        try (var _ = TensorScope.open();
                var source = constant(0);
                var average = new MovingAverage(source, 1, 0)) {
            source.parameters().statistics().fill_(8);
            average.update(2000, 2000);
            assertThat(average.network().parameters().statistics().toFloats())
                    .hasSize(6)
                    .containsOnly(6);
        }
    }

    @Test
    void the_source_is_left_alone() {
        try (var _ = TensorScope.open();
                var source = constant(4);
                var average = new MovingAverage(source, 1, 0)) {
            average.network().parameters().statistics().fill_(7);
            average.update(1000, 1000);
            assertThat(source.parameters().trained().toFloats()).containsOnly(4);
            assertThat(source.parameters().statistics().toFloats()).containsOnly(4);
        }
    }

    private static Network constant(double value) {
        Network network = Network.blank(NORMALIZED, Device.CPU, Precision.FP32);
        set(network, value);
        return network;
    }

    private static void set(Network network, double value) {
        try (var _ = GradientMode.off()) {
            network.parameters().trained().fill_(value);
            network.parameters().statistics().fill_(value);
        }
    }

    private static double first(MovingAverage average) {
        return average.network().parameters().trained().toFloats()[0];
    }
}
