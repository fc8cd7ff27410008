package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.GlooGroup;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.TorchException;
import java.nio.file.Path;
import java.time.Duration;
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
class GroupAverageTest {
    private static final int BATCH = 12;

    @TempDir
    private Path folder;

    /** Squared outputs of the samples {@code from} to {@code from + size - 1} of one batch. */
    private record Share(Network network, int from, int size) implements SampleLosses {
        @Override
        public Tensor of(int first, int count, @Nullable Tape tape) {
            Tensor batch = new RandomStream("input", 2).normal(Device.CPU, BATCH, 5);
            return network.forward(batch.narrow(0, from + first, count), Mode.TRAIN)
                    .reshape(-1)
                    .square();
        }
    }

    private static float[] gradients(ProcessGroup group, double clipNorm) {
        try (TensorScope _ = TensorScope.open();
                Network network = Network.initialized(
                        new Architecture(
                                Shape.of(5),
                                List.of(new Linear(7, true), Activation.TANH, new Linear(1, true)),
                                Initializer.HE_NORMAL),
                        Device.CPU,
                        Precision.FP32,
                        new RandomStream("weights", 1))) {
            int share = BATCH / group.size();
            GradientRule rule = GradientRule.of(clipNorm, 0, group);
            List<Tensor> gradients =
                    rule.gradients(new Share(network, group.rank() * share, share), network.parameters());
            return Tensors.concatenate(
                            gradients.stream().map(each -> each.reshape(-1)).toList(), 0)
                    .toFloats();
        }
    }

    private List<float[]> ofMembers(int members, double clipNorm) throws Exception {
        Path meeting = folder.resolve("meeting-" + members + "-" + clipNorm);
        try (ExecutorService threads = Executors.newFixedThreadPool(members)) {
            List<Callable<float[]>> jobs = IntStream.range(0, members)
                    .<Callable<float[]>>mapToObj(rank -> () -> {
                        try (GlooGroup group =
                                GlooGroup.meet(meeting, rank, members, "127.0.0.1", Duration.ofSeconds(20))) {
                            return gradients(group, clipNorm);
                        }
                    })
                    .toList();
            return threads.invokeAll(jobs).stream().map(Future::resultNow).toList();
        }
    }

    @Test
    void two_halves_and_four_quarters_of_a_batch_give_the_gradient_of_the_whole() throws Exception {
        float[] whole = gradients(ProcessGroup.SINGLE, 0);

        for (int members : new int[] {2, 4}) {
            List<float[]> parts = ofMembers(members, 0);

            assertThat(parts.getFirst()).containsExactly(whole, within(1e-6f));
            // The same to the bit, so that networks never drift apart.
            assertThat(parts).allSatisfy(part -> assertThat(part).containsExactly(parts.getFirst()));
        }
    }

    @Test
    void the_mean_is_clipped_and_not_the_shares() throws Exception {
        float[] whole = gradients(ProcessGroup.SINGLE, 0.01);

        assertThat(ofMembers(2, 0.01)).allSatisfy(part -> assertThat(part).containsExactly(whole, within(1e-6f)));
    }

    @Test
    void a_member_that_does_not_come_is_not_waited_for_longer_than_the_timeout() {
        assertThatThrownBy(() -> GlooGroup.meet(folder.resolve("alone"), 0, 2, "127.0.0.1", Duration.ofMillis(300)))
                .isInstanceOf(TorchException.class)
                .hasMessageStartingWith("member 0 did not meet the other 1: ");
    }
}
