package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Doubles every side by repeating each number, then convolves with a kernel of 3: the enlargement that leaves no checkerboard
 * (Odena et al., 2016). Of the pixels that a window sees, neighbors are equal, so that their weights may be added first: the
 * same numbers come out of a transposed convolution with kernel 4 and stride 2, for less than half of the work.
 *
 * @param channels channels that come out
 * @param bias whether each channel has an offset of its own
 */
public record UpsampleConv(int channels, boolean bias) implements Layer {
    private static final int KERNEL = 3;

    public UpsampleConv {
        Kernels.check(channels, PerAxis.of(KERNEL), PerAxis.of(1), PerAxis.of(1));
    }

    /** The transposed convolution that makes the same of weights that were {@link #spread}. */
    ConvTranspose merged() {
        return new ConvTranspose(channels, KERNEL + 1, 2, 1, 0, bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return merged().outputShape(input);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        ParameterSpec weight =
                ParameterSpec.weight(Kernels.weightShape(channels, input.channels(), PerAxis.of(KERNEL), input));
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

    /** Along each axis, (a, b, c) becomes (c, b + c, a + b, a): what one number spreads over the four that it reaches. */
    static Tensor spread(Tensor weight) {
        int dimensions = weight.shape().length - 2;
        long[] axes = new long[dimensions];
        for (int i = 0; i < dimensions; i++) {
            axes[i] = i + 2L;
        }
        Tensor sums = weight.flip(axes);
        for (int i = 0; i < dimensions; i++) {
            long[] before = new long[2 * dimensions];
            long[] after = new long[2 * dimensions];
            before[2 * i] = 1;
            after[2 * i + 1] = 1;
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
