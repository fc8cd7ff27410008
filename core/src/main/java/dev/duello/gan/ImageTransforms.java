package dev.duello.gan;

import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Augmenter} drew for each image of a batch, to be applied to all of it at once or to one part after the other.
 * Only picking, masking and arithmetic, so that gradients of gradients pass, which a resampling of the image would not allow.
 */
final class ImageTransforms {
    /** Images stay as they are. */
    static final ImageTransforms NONE = new ImageTransforms(Device.CPU, null, null);

    /** A factor for each image; saturation only where there are colors. */
    record Colors(float[] brightness, float @Nullable [] saturation, float[] contrast) {
        static Colors drawn(int count, boolean saturation, double probability, SplittableRandom draws) {
            return new Colors(
                    factors(count, -0.5, 0.5, 0, probability, draws),
                    saturation ? factors(count, 0, 2, 1, probability, draws) : null,
                    factors(count, 0.5, 1.5, 1, probability, draws));
        }

        Colors every(int step) {
            return new Colors(
                    every(brightness, step),
                    saturation == null ? null : every(saturation, step),
                    every(contrast, step));
        }

        private static float[] every(float[] all, int step) {
            float[] some = new float[Math.ceilDiv(all.length, step)];
            for (int i = 0; i < some.length; i++) {
                some[i] = all[i * step];
            }
            return some;
        }

        private static float[] factors(
                int count, double low, double high, double neutral, double probability, SplittableRandom draws) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                double drawn = draws.nextDouble(low, high);
                values[i] = (float) (draws.nextDouble() < probability ? drawn : neutral);
            }
            return values;
        }
    }

    /** How far an image moves, and the rectangle that is blanked out afterwards; it may reach over the border. */
    record Placement(int down, int right, int top, int left, int cutHeight, int cutWidth) {
        boolean isCut(int y, int x) {
            return y >= top && y < top + cutHeight && x >= left && x < left + cutWidth;
        }
    }

    private final Device device;
    private final @Nullable Colors colors;
    private final Placement @Nullable [] placements;

    /** Either may be null, for no such change. */
    ImageTransforms(Device device, @Nullable Colors colors, Placement @Nullable [] placements) {
        this.device = device;
        this.colors = colors;
        this.placements = placements;
    }

    /** Those of every so-manieth image only, from the first on. */
    ImageTransforms every(int step) {
        return new ImageTransforms(
                device,
                colors == null ? null : colors.every(step),
                placements == null
                        ? null
                        : IntStream.range(0, Math.ceilDiv(placements.length, step))
                                .mapToObj(i -> placements[i * step])
                                .toArray(Placement[]::new));
    }

    /**
     * Changed images.
     *
     * @param images {@code [n, C, H, W]}, those of the batch from number {@code from} on
     */
    Tensor apply(Tensor images, int from) {
        Tensor colored = colors == null ? images : color(images, from, colors);
        return placements == null ? colored : place(colored, from, placements);
    }

    /** Brightness, then saturation, then contrast: each an affine function of the image. */
    private Tensor color(Tensor images, int from, Colors factors) {
        long count = images.size(0);
        Tensor value = images.add(each(factors.brightness, from, count));
        if (factors.saturation != null) {
            Tensor gray = value.mean(1).reshape(count, 1, images.size(2), images.size(3));
            value = mix(gray, value, each(factors.saturation, from, count));
        }
        Tensor mean = value.mean(1, 2, 3).reshape(count, 1, 1, 1);
        return mix(mean, value, each(factors.contrast, from, count));
    }

    private Tensor each(float[] factors, int from, long count) {
        float[] part = new float[Math.toIntExact(count)];
        System.arraycopy(factors, from, part, 0, part.length);
        return Tensors.of(part, count, 1, 1, 1).to(device);
    }

    private static Tensor mix(Tensor center, Tensor value, Tensor factor) {
        return value.subtract(center).multiply(factor).add(center);
    }

    /** Translation and cutout at once: from where each pixel comes, and whether anything is there. */
    private Tensor place(Tensor images, int from, Placement[] all) {
        int count = Math.toIntExact(images.size(0));
        int channels = Math.toIntExact(images.size(1));
        int height = Math.toIntExact(images.size(2));
        int width = Math.toIntExact(images.size(3));
        long[] sources = new long[count * height * width];
        float[] seen = new float[sources.length];
        for (int n = 0; n < count; n++) {
            Placement placement = all[from + n];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int fromY = y - placement.down;
                    int fromX = x - placement.right;
                    boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
                    int i = (n * height + y) * width + x;
                    sources[i] = inside ? (long) fromY * width + fromX : 0;
                    seen[i] = inside && !placement.isCut(y, x) ? 1 : 0;
                }
            }
        }
        Tensor index =
                Tensors.of(sources, count, 1, (long) height * width).expand(count, channels, (long) height * width);
        Tensor mask = Tensors.of(seen, count, 1, height, width).to(device);
        Tensor flat = images.reshape(count, channels, (long) height * width);
        return flat.gather(2, index.to(device))
                .reshape(count, channels, height, width)
                .multiply(mask);
    }
}
