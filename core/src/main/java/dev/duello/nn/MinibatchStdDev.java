package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * Adds a channel that tells how much the images of a group differ, so that a discriminator notices when a generator always
 * makes the same (Karras et al., 2018): the standard deviation over the group, averaged over channels and places.
 *
 * @param group neighbors compared with each other; a batch that it does not divide is one group
 */
public record MinibatchStdDev(int group) implements Layer {
    /** Added to each variance. */
    public static final double SMALLEST = 1e-8;

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return input.withChannels(input.channels() + 1);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        long batch = input.size(0);
        long members = batch % group == 0 ? group : batch;
        long groups = batch / members;
        // Neighbors form a group, so that reals and fakes of one batch stay apart where the group divides both.
        Tensor grouped = input.to(DType.FLOAT32).reshape(groups, members, -1);
        Tensor centered = grouped.subtract(grouped.mean(1).reshape(groups, 1, -1));
        Tensor deviation = centered.square().mean(1).add(SMALLEST).sqrt().mean(1);
        long[] one = input.shape();
        Arrays.fill(one, 1);
        one[0] = batch;
        long[] channel = input.shape();
        channel[1] = 1;
        Tensor each = deviation
                .reshape(groups, 1)
                .expand(groups, members)
                .reshape(one)
                .expand(channel);
        return Tensors.concatenate(List.of(input, each.to(input.dtype())), 1);
    }

    @Override
    public boolean mixesImages() {
        return true;
    }

    @Override
    public String label() {
        return "minibatch-std-dev";
    }
}
