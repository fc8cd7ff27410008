package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GlooGroup;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.TorchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a group as threads of one process, which Gloo does not tell apart from processes. */
class GroupSumTest {
    private static final int BATCH = 12;

    @TempDir
    private Path folder;

    /** Squared outputs, kept. */
    private record Squares(Network network, Tensor found) implements SampleLosses {
        @Override
        public int size() {
            return BATCH;
        }

        @Override
        public Tensor of(int from, int count, @Nullable Tape tape) {
            Tensor batch = new RandomStream("input", 2).normal(Device.CPU, BATCH, 5);
            Tensor each = network.forward(batch.narrow(0, from, count), Mode.TRAIN)
                    .reshape(-1)
                    .square();
            try (var _ = GradientMode.off()) {
                found.narrow(0, from, count).copyFrom_(each);
            }
            return each;
        }

        @Override
        public List<Tensor> kept() {
            return List.of(found);
        }
    }

    /** Gradients and then losses. */
    private static float[] gradients(ProcessGroup group, double clipNorm, int microBatch) {
        try (TensorScope _ = TensorScope.open();
                Network network = Network.initialized(
                        new Architecture(
                                Shape.of(5),
                                List.of(new Linear(7, true), Activation.TANH, new Linear(1, true)),
                                Initializer.HE_NORMAL),
                        Device.CPU,
                        Precision.FP32,
                        new RandomStream("weights", 1))) {
            GradientRule rule = GradientRule.of(clipNorm, microBatch, group);
            Squares losses = new Squares(network, Tensors.zeros(Device.CPU, BATCH));
            List<Tensor> all = new ArrayList<>(rule.gradients(losses, network.parameters()));
            all.add(losses.found);
            return Tensors.concatenate(
                            all.stream().map(each -> each.reshape(-1)).toList(), 0)
                    .toFloats();
        }
    }

    private List<float[]> ofMembers(int members, double clipNorm, int microBatch) throws Exception {
        Path meeting = folder.resolve("meeting-" + members + "-" + clipNorm + "-" + microBatch);
        try (ExecutorService threads = Executors.newFixedThreadPool(members)) {
            List<Callable<float[]>> jobs = IntStream.range(0, members)
                    .<Callable<float[]>>mapToObj(rank -> () -> {
                        try (GlooGroup group =
                                GlooGroup.meet(meeting, rank, members, "127.0.0.1", Duration.ofSeconds(20))) {
                            return gradients(group, clipNorm, microBatch);
                        }
                    })
                    .toList();
            return threads.invokeAll(jobs).stream().map(Future::resultNow).toList();
        }
    }

    @Test
    void shares_of_a_batch_give_the_gradient_and_the_losses_of_the_whole() throws Exception {
        float[] whole = gradients(ProcessGroup.SINGLE, 0, 0);

        for (int members : new int[] {2, 4, 5}) {
            List<float[]> parts = ofMembers(members, 0, 0);

            assertThat(parts.getFirst()).containsExactly(whole, within(1e-6f));
            // The same to the bit, so that networks never drift apart.
            assertThat(parts).allSatisfy(part -> assertThat(part).containsExactly(parts.getFirst()));
        }
    }

    @Test
    void the_mean_is_clipped_and_not_the_shares() throws Exception {
        float[] whole = gradients(ProcessGroup.SINGLE, 0.01, 0);

        assertThat(ofMembers(2, 0.01, 0)).allSatisfy(part -> assertThat(part).containsExactly(whole, within(1e-6f)));
    }

    @Test
    void a_share_may_be_computed_in_parts() throws Exception {
        float[] whole = gradients(ProcessGroup.SINGLE, 0, 0);

        assertThat(ofMembers(2, 0, 4)).allSatisfy(part -> assertThat(part).containsExactly(whole, within(1e-6f)));
    }

    @Test
    void a_rule_tells_what_a_member_asks_for() throws Exception {
        assertThat(GradientRule.MEAN.asks(10)).isEqualTo(new GradientRule.Asked(0, 10, true));
        assertThat(new MicroBatches(4, GradientRule.MEAN).asks(10)).isEqualTo(new GradientRule.Asked(0, 10, false));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<GradientRule.Asked>> jobs = IntStream.range(0, 3)
                    .<Callable<GradientRule.Asked>>mapToObj(rank -> () -> {
                        try (GlooGroup group =
                                GlooGroup.meet(folder.resolve("asks"), rank, 3, "127.0.0.1", Duration.ofSeconds(20))) {
                            return GradientRule.of(1, 4, group).asks(10);
                        }
                    })
                    .toList();

            assertThat(threads.invokeAll(jobs).stream().map(Future::resultNow))
                    .containsExactly(
                            new GradientRule.Asked(0, 3, true),
                            new GradientRule.Asked(3, 3, true),
                            new GradientRule.Asked(6, 4, true));
        }
    }

    /** What each member computes. */
    @FunctionalInterface
    private interface Member<T> {
        T of(GlooGroup group) throws Exception;
    }

    private <T> List<T> ofMembers(String name, int members, Member<T> member) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(members)) {
            List<Callable<T>> jobs = IntStream.range(0, members)
                    .<Callable<T>>mapToObj(rank -> () -> {
                        try (GlooGroup group = GlooGroup.meet(
                                folder.resolve(name), rank, members, "127.0.0.1", Duration.ofSeconds(20))) {
                            return member.of(group);
                        }
                    })
                    .toList();
            return threads.invokeAll(jobs).stream().map(Future::resultNow).toList();
        }
    }

    /** 1001 numbers, which no number of members divides. */
    private static Tensor numbers(int member) {
        return new RandomStream("numbers", member).normal(Device.CPU, 1001);
    }

    @Test
    void numbers_of_a_short_type_are_as_near_as_its_mantissa_allows_and_the_same_for_all() throws Exception {
        for (int members : new int[] {2, 3, 5}) {
            float[] expected = new float[1001];
            float[] sizes = new float[1001];
            try (var _ = TensorScope.open()) {
                for (int member = 0; member < members; member++) {
                    float[] share = numbers(member).toFloats();
                    for (int i = 0; i < share.length; i++) {
                        expected[i] += share[i];
                        sizes[i] += Math.abs(share[i]);
                    }
                }
            }
            List<float[]> sums = ofMembers("short-" + members, members, group -> {
                try (var _ = TensorScope.open()) {
                    Tensor own = numbers(group.rank());
                    group.sum(List.of(own.narrow(0, 0, 400), own.narrow(0, 400, 601)), DType.BFLOAT16);
                    return own.toFloats();
                }
            });

            // Eight bits, of each share and of each partial sum.
            for (int i = 0; i < expected.length; i++) {
                assertThat(sums.getFirst()[i]).isCloseTo(expected[i], within(members * sizes[i] / 256));
            }
            assertThat(sums).allSatisfy(sum -> assertThat(sum).containsExactly(sums.getFirst()));
        }
    }

    @Test
    void waiting_for_a_slow_member_is_told_apart_from_sending() throws Exception {
        List<double[]> times = ofMembers("slow", 2, group -> {
            try (var _ = TensorScope.open()) {
                Tensor one = Tensors.zeros(Device.CPU, 1);
                group.sum(List.of(one), DType.FLOAT32);
                Thread.sleep(group.rank() * 1000);
                group.sum(List.of(one), DType.FLOAT32);
                group.sum(List.of(one), DType.FLOAT32);
                return new double[] {group.seconds(), group.sending()};
            }
        });

        assertThat(times.getFirst()[0]).isGreaterThan(0.9);
        assertThat(times.getFirst()[1]).isEqualTo(times.getLast()[1]).isBetween(1e-6, times.getFirst()[0] - 0.5);
    }

    @Test
    void a_member_that_does_not_come_is_not_waited_for_longer_than_the_timeout() {
        assertThatThrownBy(() -> GlooGroup.meet(folder.resolve("alone"), 0, 2, "127.0.0.1", Duration.ofMillis(300)))
                .isInstanceOf(TorchException.class)
                .hasMessageStartingWith("member 0 did not meet the other 1: ");
    }
}
