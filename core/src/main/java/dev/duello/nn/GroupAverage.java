package dev.duello.nn;

import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Data-parallel training: each member of a process group computes the gradients of its share of the batch, and all step along
 * the mean of them, so that their networks stay equal. Where all shares are of one size, that is the gradient of the mean loss of
 * the whole batch.
 *
 * @param inner computes what is averaged
 */
public record GroupAverage(ProcessGroup group, GradientRule inner) implements GradientRule {
    @Override
    public List<Tensor> gradients(SampleLosses losses, Parameters parameters) {
        List<Tensor> gradients = inner.gradients(losses, parameters);
        group.average(gradients);
        return gradients;
    }

    @Override
    public List<RandomStream> streams() {
        return inner.streams();
    }
}
