package dev.duello.metric.inception;

import java.util.List;

/** A piece of the network, described without tensors. */
sealed interface InceptionBlock {

    /**
     * A convolution without bias, a batch normalization and a ReLU.
     *
     * @param name of the parameters, without their last two words
     * @param same padded with zeros so that a stride of 1 keeps the size; else not padded
     */
    record Convolve(String name, int out, int height, int width, int stride, boolean same) implements InceptionBlock {

        long[] weightShape(int in) {
            return new long[] {out, in, height, width};
        }

        long[] strides() {
            return new long[] {stride, stride};
        }

        long[] padding() {
            return same ? new long[] {height / 2, width / 2} : new long[2];
        }
    }

    /** Pooling over windows of 3x3. */
    enum Pool implements InceptionBlock {
        /** The largest of each window, stride 2, no padding. */
        HALVE,
        /** The largest of each window, stride 1, the size kept. */
        MAX,
        /** The mean of each window, stride 1, the size kept; the padding does not count. */
        AVERAGE
    }

    /** One after the other. */
    record Chain(List<InceptionBlock> parts) implements InceptionBlock {}

    /** Side by side on the same input; the outputs are joined along the channels. */
    record Fork(List<InceptionBlock> branches) implements InceptionBlock {}

    static Chain chain(InceptionBlock... parts) {
        return new Chain(List.of(parts));
    }

    static Fork fork(InceptionBlock... branches) {
        return new Fork(List.of(branches));
    }
}
