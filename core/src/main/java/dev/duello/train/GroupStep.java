package dev.duello.train;

import dev.duello.data.BatchSource;
import dev.duello.group.Membership;
import dev.duello.learn.Learner;
import dev.duello.nn.BatchStatistics;
import dev.duello.nn.GradientRule;
import dev.duello.nn.GroupSum;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.TorchException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a process of a group. After it all processes hold the same numbers: those that gradients moved, since these were added,
 * running statistics, since their mean is taken, and estimates that follow the weights, which are those of the first process.
 */
final class GroupStep {
    private static final String RUNNING = "running_";
    private static final String ESTIMATE = "singular_vector";

    private final Learner learner;
    private final BatchSource batches;
    private final @Nullable Membership membership;
    private final boolean isSynchronized;
    private final GradientRule.Asked share;
    private final List<Tensor> running;
    private final List<Tensor> estimates;

    /** @param membership null for a process that trains alone */
    GroupStep(Experiment experiment, Learner learner, BatchSource batches, @Nullable Membership membership) {
        this.learner = learner;
        this.batches = batches;
        this.membership = membership;
        isSynchronized = experiment.machine().group().isSynchronized();
        share = GroupSum.share(
                membership == null ? ProcessGroup.SINGLE : membership.group(),
                experiment.training().batch());
        if (learner.seesOnlyWhatIsAsked() && share.count() > 0) {
            batches.readOnly(share.from(), share.from() + share.count());
        }
        running = membership == null ? List.of() : named(RUNNING);
        estimates = membership == null ? List.of() : named(ESTIMATE);
    }

    private List<Tensor> named(String part) {
        return learner.tensors().values().stream()
                .flatMap(file -> file.entrySet().stream())
                .filter(entry -> entry.getKey().contains(part))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Makes it. @return its statistics */
    Map<String, Double> make() {
        if (membership == null) {
            throw new IllegalStateException("this process trains alone");
        }
        ProcessGroup group = membership.group();
        long before = System.nanoTime();
        Map<String, Double> statistics;
        try (var _ = TensorScope.open();
                var _ = BatchStatistics.of(isSynchronized ? group : ProcessGroup.SINGLE)) {
            statistics = learner.step(batches.next());
            average(group);
        } catch (TorchException e) {
            membership.explain();
            throw e;
        }
        membership.stepped(share.count(), (System.nanoTime() - before) / 1e9);
        return statistics;
    }

    private void average(ProcessGroup group) {
        group.sum(running, DType.FLOAT32);
        try (var _ = GradientMode.off()) {
            running.forEach(each -> each.multiply_(1.0 / group.size()));
        }
        // A share of few samples may have made fewer passes.
        group.copy(estimates);
    }
}
