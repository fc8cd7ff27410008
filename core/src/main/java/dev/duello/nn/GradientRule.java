package dev.duello.nn;

import dev.duello.torch.Autograd;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Turns the losses of samples into the gradients that an optimizer steps along. Rules compose: one that changes gradients takes
 * another rule that computes them. A learner does not know which rule it is given.
 */
@FunctionalInterface
public interface GradientRule {
    /** The gradient of the mean loss, of all samples at once; 0 for an empty batch. */
    GradientRule MEAN = (losses, parameters) -> losses.size() == 0
            ? parameters.zeroGradients()
            : Autograd.gradients(losses.of(0, losses.size(), null).mean(), parameters.trainedViews(), false);

    /**
     * Computes gradients with respect to all trained parameters.
     *
     * @param losses of this step's batch
     * @return in the order and shapes of {@link Parameters#trainedViews}, float32, owned by the open scope
     */
    List<Tensor> gradients(SampleLosses losses, Parameters parameters);

    /**
     * Which samples of a batch the rule asks for, so that what is made for it need not be made for others.
     *
     * @param size samples in the batch
     */
    default Asked asks(int size) {
        return new Asked(0, size, true);
    }

    /**
     * Some samples of a batch that lie beside each other.
     *
     * @param atOnce whether they are asked for in one call of {@link SampleLosses#of}
     */
    record Asked(int from, int count, boolean atOnce) {}

    /** The random streams that the rule draws from; the learner saves and restores their positions by their names. */
    default List<RandomStream> streams() {
        return List.of();
    }

    /**
     * The rule of these settings.
     *
     * @param clipNorm see {@link NormClipping}; 0 for none
     * @param microBatch see {@link MicroBatches}; 0 for the whole batch at once
     * @param group see {@link GroupSum}; what is clipped is the mean of all members
     */
    static GradientRule of(double clipNorm, int microBatch, ProcessGroup group) {
        GradientRule mean = microBatch == 0 ? MEAN : new MicroBatches(microBatch, MEAN);
        GradientRule shared = group.size() == 1 ? mean : new GroupSum(group, mean, true);
        return clipNorm == 0 ? shared : new NormClipping(clipNorm, shared);
    }
}
