package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.FusedAdam;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) over all parameters of a network at once, as PyTorch computes it. Whoever makes it
 * closes it.
 */
public final class Adam implements AutoCloseable {
    /**
     * @param rate learning rate
     * @param beta1 decay of the mean of gradients
     * @param beta2 decay of the mean of squared gradients
     * @param epsilon added to the root of the latter
     */
    public record Settings(double rate, double beta1, double beta2, double epsilon) {
        /** The same at another rate. */
        public Settings withRate(double other) {
            return new Settings(other, beta1, beta2, epsilon);
        }
    }

    private final Tensor mean;
    private final Tensor meanSquare;
    private final FusedAdam step;
    private long steps;
    private int rateHalvings;

    public Adam(Parameters parameters) {
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            mean = opened.add(parameters.trained().copy().fill_(0).keep());
            meanSquare = opened.add(parameters.trained().copy().fill_(0).keep());
            step = new FusedAdam(
                    parameters.parts(parameters.trained()), parameters.parts(mean), parameters.parts(meanSquare));
            opened.succeeded();
        }
    }

    /**
     * Moves the parameters one step against {@code gradients}.
     *
     * @param gradients of all trained parameters, in the order and shapes of {@link Parameters#trainedViews}
     * @param now settings of this step, as schedules give them; halvings lower their rate, too
     */
    public void step(List<Tensor> gradients, Settings now) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            step.take(
                    gradients.stream().map(Parameters::row).toList(),
                    ++steps,
                    Math.scalb(now.rate(), -rateHalvings),
                    now.beta1(),
                    now.beta2(),
                    now.epsilon());
        }
    }

    /** Steps taken: with the two means, the state to save. */
    public long steps() {
        return steps;
    }

    /** Continues as if {@code steps} had been taken; fill the two means as well. */
    public void steps(long steps) {
        this.steps = steps;
    }

    /** How often the learning rate was halved: state to save as well. */
    public int rateHalvings() {
        return rateHalvings;
    }

    /** Every rate from now on is divided by two so many times. */
    public void rateHalvings(int halvings) {
        this.rateHalvings = halvings;
    }

    /** Running mean of gradients, one number a parameter. */
    public Tensor mean() {
        return mean;
    }

    /** Running mean of squared gradients, one number a parameter. */
    public Tensor meanSquare() {
        return meanSquare;
    }

    /** Both means by name: the tensors to save. */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("mean", mean);
        tensors.put("mean-square", meanSquare);
        return tensors;
    }

    @Override
    public void close() {
        step.close();
        mean.close();
        meanSquare.close();
    }
}
