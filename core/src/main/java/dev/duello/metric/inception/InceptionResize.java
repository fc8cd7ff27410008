package dev.duello.metric.inception;

import dev.duello.data.image.Resampler;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Collections;
import java.util.Locale;

/** How images of any size come to the 299 by 299 that the network takes. Numbers made with one do not compare to the other. */
public enum InceptionResize {
    /**
     * TensorFlow 1's bilinear resize: the pixel {@code i} comes from {@code i * in / out}, without the offset of half a pixel
     * and without antialiasing. What papers report; equal to TensorFlow's kernel to the bit.
     */
    LEGACY {
        @Override
        Tensor resize(Tensor images) {
            Tensor rows = interpolate(images, 2);
            return interpolate(rows, 1);
        }
    },
    /**
     * Pillow's antialiased bicubic resize, each channel in floating point, cut to 0..255 and not rounded: the "clean" of <a
     * href="https://arxiv.org/abs/2104.11222">Parmar et al.</a>
     */
    CLEAN {
        @Override
        Tensor resize(Tensor images) {
            Tensor planes = images.permute(0, 3, 1, 2).contiguous();
            Tensor across = bicubic(planes.size(3)).toDeviceOf(images).transpose();
            Tensor down = bicubic(planes.size(2)).toDeviceOf(images);
            return down.matmul(planes.matmul(across)).clamp_(0, 255).permute(0, 2, 3, 1);
        }
    };

    private static final int SIDE = InceptionLayout.SIDE;

    /** float32 {@code [N, H, W, C]} in 0..255 to {@code [N, 299, 299, C]}. */
    abstract Tensor resize(Tensor images);

    /**
     * Images as the network takes them: alpha composed over black, resized, gray repeated as red, green and blue, and {@code
     * (x - 128) / 128}.
     *
     * @param pixels uint8 {@code [N, H, W, C]}, where C is 1 or 3, or 2 or 4 with alpha
     * @return float32 {@code [N, 3, 299, 299]} in [-1, 1), channels innermost in memory
     */
    public Tensor prepare(Tensor pixels) {
        long[] shape = pixels.shape();
        if (shape.length != 4 || shape[3] < 1 || shape[3] > 4 || pixels.dtype() != DType.UINT8) {
            throw new IllegalArgumentException("need uint8 [N, H, W, 1 to 4], not " + pixels);
        }
        Tensor result;
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor opaque = overBlack(pixels.to(DType.FLOAT32));
            Tensor small = resize(opaque).add_(-128).multiply_(1.0 / 128);
            Tensor rgb = small.size(3) == 3 ? small : Tensors.concatenate(Collections.nCopies(3, small), 3);
            result = rgb.permute(0, 3, 1, 2).channelsLast().keep();
        }
        try (result) {
            return result.detach();
        }
    }

    private static Tensor overBlack(Tensor images) {
        long channels = images.size(3);
        if (channels % 2 != 0) {
            return images;
        }
        Tensor alpha = images.narrow(3, channels - 1, 1).multiply(1 / 255.0);
        return images.narrow(3, 0, channels - 1).multiply(alpha);
    }

    /** Everything in single precision and in TensorFlow's order, as the last bit depends on it. */
    private static Tensor interpolate(Tensor images, int axis) {
        long in = images.size(axis);
        float scale = (float) in / SIDE;
        long[] low = new long[SIDE];
        long[] high = new long[SIDE];
        float[] share = new float[SIDE];
        for (int i = 0; i < SIDE; i++) {
            float source = i * scale;
            low[i] = (long) source;
            high[i] = Math.min(low[i] + 1, in - 1);
            share[i] = source - low[i];
        }
        Tensor from = images.select(axis, Tensors.of(low, SIDE).toDeviceOf(images));
        Tensor to = images.select(axis, Tensors.of(high, SIDE).toDeviceOf(images));
        Tensor part = Tensors.of(share, axis == 1 ? new long[] {SIDE, 1, 1} : new long[] {SIDE, 1})
                .toDeviceOf(images);
        return to.subtract(from).multiply(part).add(from);
    }

    /** The filter as a matrix {@code [299, in]}: what it makes of every unit vector. */
    private static Tensor bicubic(long in) {
        int size = Math.toIntExact(in);
        float[] identity = new float[Math.multiplyExact(size, size)];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return Tensors.of(Resampler.resize(identity, size, 1, size, SIDE, 1), SIDE, size);
    }

    /** The word in the name of a metric: {@code legacy} or {@code clean}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
