package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.learn.Weights;
import dev.duello.network.NetworkFamily;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.NativeObjects;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class GanLearnerMemoryTest {
    private static int threads;

    @BeforeAll
    static void settle() throws InterruptedException {
        // What is made once, at the first step, and stays.
        try (var _ = TensorScope.open();
                var learner = new GanLearner(GanLearners.tiny(NetworkFamily.MLP), 1, Device.CPU, Precision.FP32)) {
            GanLearners.step(learner, GanLearners.images(1, 4));
        }
        NativeObjects.settled();
        // Hundreds of tiny steps: threads that wait for each other would be most of the time on a busy machine.
        threads = Torch.threads();
        Torch.setThreads(1);
    }

    @AfterAll
    static void restore() {
        Torch.setThreads(threads);
    }

    @ParameterizedTest
    @EnumSource
    void two_hundred_steps_leave_no_native_object_behind(Precision precision) {
        try (var _ = TensorScope.open();
                var learner = new GanLearner(GanLearners.tiny(NetworkFamily.DCGAN), 1, Device.CPU, precision)) {
            Tensor real = GanLearners.images(1, 8);
            step(learner, real);
            long objects = Torch.liveObjects();
            for (int i = 0; i < 200; i++) {
                step(learner, real);
            }
            assertThat(Torch.liveObjects()).isEqualTo(objects);
        }
    }

    @Test
    void steps_do_not_grow_the_process() {
        try (var _ = TensorScope.open();
                var learner = new GanLearner(
                        GanLearners.config(NetworkFamily.DCGAN, Shape.of(1, 16, 16), 8, 16),
                        1,
                        Device.CPU,
                        Precision.FP32)) {
            Tensor real = GanLearners.images(1, 64);
            for (int i = 0; i < 30; i++) {
                step(learner, real);
            }
            long before = Torch.residentBytes();
            for (int i = 0; i < 150; i++) {
                step(learner, real);
            }
            // One step holds some megabytes of activations: leaking a tenth of them would show.
            assertThat(Torch.residentBytes() - before).isLessThan(60L << 20);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duello.network.ImageFamilies#all")
    void a_closed_gan_frees_everything_even_without_a_scope_around_it(NetworkFamily family) {
        long objects = Torch.liveObjects();
        try (var learner = new GanLearner(GanLearners.tiny(family), 1, Device.CPU, Precision.FP32)) {
            assertThat(Torch.liveObjects()).isGreaterThan(objects);
            try (var _ = TensorScope.open()) {
                GanLearners.step(learner, GanLearners.images(1, 4));
            }
        }
        assertThat(Torch.liveObjects()).isEqualTo(objects);
    }

    private static void step(GanLearner learner, Tensor real) {
        try (var _ = TensorScope.open()) {
            GanLearners.step(learner, real);
            learner.model().sample(new RandomStream("z", 1).normal(Device.CPU, 2, 8), Weights.AVERAGE);
        }
    }
}
