package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the largest number of each window, over 1, 2 or 3 spatial axes.
 *
 * @param kernel sides of the window
 * @param stride distance between windows
 * @param padding places added at each border, which never win; at most half of the kernel
 */
public record MaxPool(PerAxis kernel, PerAxis stride, PerAxis padding) implements Layer {
    public MaxPool(PerAxis kernel, @Nullable PerAxis stride, @Nullable PerAxis padding) {
        this.kernel = kernel;
        // Networks saved before there were strides and padding have neither.
        this.stride = stride == null ? kernel : stride;
        this.padding = padding == null ? PerAxis.of(0) : padding;
        Kernels.checkPool(this.kernel, this.stride, this.padding);
    }

    /** Windows side by side. */
    public MaxPool(int kernel) {
        this(PerAxis.of(kernel), PerAxis.of(kernel), PerAxis.of(0));
    }

    @Override
    public Shape outputShape(Shape input) {
        return Kernels.pooled(this, input, kernel, stride, padding);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        int dimensions = input.shape().length - 2;
        return Functions.maxPool(
                input, kernel.toLongs(dimensions), stride.toLongs(dimensions), padding.toLongs(dimensions));
    }

    @Override
    public String label() {
        return "max-pool";
    }
}
