package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Doubles sides by repeating each number, then convolves with a kernel of 3: the enlargement that leaves no checkerboard
 * (Odena et al., 2016). Of the pixels that a window sees, neighbors are equal, so that their weights may be added first: the
 * same numbers come out of a transposed convolution with kernel 4 and stride 2, for less than half of the work.
 *
 * @param channels channels that come out
 * @param factor 2 for each axis that is doubled; 1 for one that is left as it is and not convolved along, such as the time of a clip
 *     whose frames are enlarged one by one
 * @param bias whether each channel has an offset of its own
 */
public record UpsampleConv(int channels, PerAxis factor, boolean bias) implements Layer {
    private static final int KERNEL = 3;

    public UpsampleConv(int channels, @Nullable PerAxis factor, boolean bias) {
        this.channels = channels;
        // Networks saved before there was a factor double every side.
        this.factor = factor == null ? PerAxis.of(2) : factor;
        this.bias = bias;
        if (this.factor.is(1) || this.factor.values().stream().anyMatch(each -> each < 1 || each > 2)) {
            throw new ShapeException(
                    "Sides can be doubled (2) or left as they are (1), and at least one must be doubled;" + " got "
                            + this.factor + ".");
        }
        Kernels.check(channels, kernel(), PerAxis.of(1), PerAxis.of(1));
    }

    /** Doubles every side. */
    public UpsampleConv(int channels, boolean bias) {
        this(channels, null, bias);
    }

    private PerAxis kernel() {
        return eachAxis(factor -> factor == 2 ? KERNEL : 1);
    }

    private PerAxis eachAxis(IntUnaryOperator ofFactor) {
        return new PerAxis(factor.values().stream().map(ofFactor::applyAsInt).toList());
    }

    /** The transposed convolution that makes the same of weights that were {@link #spread}. */
    ConvTranspose merged() {
        return new ConvTranspose(
                channels,
                eachAxis(factor -> factor == 2 ? KERNEL + 1 : 1),
                factor,
                eachAxis(factor -> factor - 1),
                PerAxis.of(0),
                bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return merged().outputShape(input);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        ParameterSpec weight = ParameterSpec.weight(Kernels.weightShape(channels, input.channels(), kernel(), input));
        return bias ? List.of(weight, ParameterSpec.bias(channels)) : List.of(weight);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return merged().multiplyAdds(input);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return merged().forward(input, weights.withWeight(spread(weights.stored("weight"))));
    }

    /** Along each axis that is doubled, (a, b, c) becomes (c, b + c, a + b, a): what one number spreads over the four that it reaches. */
    static Tensor spread(Tensor weight) {
        int dimensions = weight.shape().length - 2;
        long[] axes = new long[dimensions];
        for (int i = 0; i < dimensions; i++) {
            axes[i] = i + 2L;
        }
        Tensor sums = weight.flip(axes);
        for (int i = 0; i < dimensions; i++) {
            if (weight.size(i + 2) == 1) {
                continue;
            }
            long[] before = new long[2 * dimensions];
            long[] after = new long[2 * dimensions];
            // The last axis comes first.
            before[2 * (dimensions - 1 - i)] = 1;
            after[2 * (dimensions - 1 - i) + 1] = 1;
            sums = sums.pad(before).add(sums.pad(after));
        }
        return sums.permute(Kernels.swapped(dimensions));
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public String label() {
        return "upsample-conv";
    }
}
