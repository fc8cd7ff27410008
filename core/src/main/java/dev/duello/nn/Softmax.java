package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * Makes the channels at each place a distribution: exponentials divided by their sum, {@code [N, C, spatial...]} to the same shape
 * in [0, 1]. With {@code straightThrough} the largest channel becomes 1 and all others 0, as text is, while gradients are those of the
 * distribution (Bengio et al., 2013, <a href="https://arxiv.org/abs/1308.3432">arXiv:1308.3432</a>).
 */
public record Softmax(boolean straightThrough) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor soft = Functions.softmax(input, 1);
        if (!straightThrough) {
            return soft;
        }
        // The difference is exactly 0, and has the gradient.
        return largest(soft.detach()).like(soft).add(soft.subtract(soft.detach()));
    }

    /** 1 at the largest channel of each place, 0 at the others. */
    private static Tensor largest(Tensor input) {
        int axes = input.shape().length;
        long[] channelsBehind = new long[axes];
        long[] channelsSecond = new long[axes];
        for (int i = 1; i < axes; i++) {
            channelsBehind[i] = i == axes - 1 ? 1 : i + 1;
            channelsSecond[i] = i == 1 ? axes - 1 : i - 1;
        }
        return Functions.oneHot(input.permute(channelsBehind).contiguous().argmax(), Math.toIntExact(input.size(1)))
                .permute(channelsSecond)
                .contiguous();
    }

    @Override
    public String label() {
        return "softmax";
    }
}
