package dev.duello.gan;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.SplittableRandom;

/**
 * Changes images at random, differentiably and as often as one likes: only picking, masking and arithmetic, so that gradients
 * of gradients pass, which a resampling of the image would not allow.
 */
final class Augmenter {
    private static final double TRANSLATION = 1 / 8.0;
    private static final double CUTOUT = 0.5;

    /** Images over which an adaptive probability goes from 0 to 1 when it only rises. */
    private static final double ADAPTATION_IMAGES = 500_000;

    private final Augmentation settings;
    private final Device device;
    private final RandomStream random;
    /** The adaptive probability, as images towards 1. */
    private long adaptedImages;

    Augmenter(Augmentation settings, Device device, RandomStream random) {
        this.settings = settings;
        this.device = device;
        this.random = random;
    }

    /** The chance of each change now. */
    double probability(double progress) {
        double most = settings.probability().at(progress);
        return settings.adapt() > 0 ? Math.min(most, adaptedImages / ADAPTATION_IMAGES) : most;
    }

    /**
     * Looks at how sure the discriminator is of reals and adapts.
     *
     * @param sureness the mean sign of what should be positive, -1 to 1
     */
    void adapt(double sureness, long images) {
        if (settings.adapt() > 0) {
            long most = Math.round(settings.probability().max() * ADAPTATION_IMAGES);
            adaptedImages =
                    Math.clamp(adaptedImages + Math.round(Math.signum(sureness - settings.adapt())) * images, 0, most);
        }
    }

    /**
     * Changed images.
     *
     * @param images {@code [N, C, H, W]}
     */
    Tensor apply(Tensor images, double progress) {
        double probability = probability(progress);
        if (!settings.isOn() || probability <= 0) {
            return images;
        }
        SplittableRandom draws = random.javaRandom();
        Tensor changed = settings.colour() ? colour(images, probability, draws) : images;
        return settings.translation() || settings.cutout() ? place(changed, probability, draws) : changed;
    }

    /** Brightness, then saturation, then contrast: each an affine function of the image. */
    private Tensor colour(Tensor images, double probability, SplittableRandom draws) {
        int count = Math.toIntExact(images.size(0));
        long[] each = {count, 1, 1, 1};
        Tensor brighter = images.add(factors(count, each, -0.5, 0.5, 0, probability, draws));
        Tensor value = brighter;
        if (images.size(1) == 3) {
            Tensor grey = value.mean(1).reshape(count, 1, images.size(2), images.size(3));
            value = mix(grey, value, factors(count, each, 0, 2, 1, probability, draws));
        }
        Tensor mean = value.mean(1, 2, 3).reshape(each);
        return mix(mean, value, factors(count, each, 0.5, 1.5, 1, probability, draws));
    }

    private static Tensor mix(Tensor centre, Tensor value, Tensor factor) {
        return value.subtract(centre).multiply(factor).add(centre);
    }

    private Tensor factors(
            int count,
            long[] shape,
            double low,
            double high,
            double neutral,
            double probability,
            SplittableRandom draws) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double drawn = draws.nextDouble(low, high);
            values[i] = (float) (draws.nextDouble() < probability ? drawn : neutral);
        }
        return Tensors.of(values, shape).to(device);
    }

    /** Translation and cutout at once: from where each pixel comes, and whether anything is there. */
    private Tensor place(Tensor images, double probability, SplittableRandom draws) {
        int count = Math.toIntExact(images.size(0));
        int channels = Math.toIntExact(images.size(1));
        int height = Math.toIntExact(images.size(2));
        int width = Math.toIntExact(images.size(3));
        long[] sources = new long[count * height * width];
        float[] seen = new float[sources.length];
        for (int n = 0; n < count; n++) {
            boolean moves = settings.translation() && draws.nextDouble() < probability;
            int down = moves ? shift(height, draws) : 0;
            int right = moves ? shift(width, draws) : 0;
            boolean cuts = settings.cutout() && draws.nextDouble() < probability;
            int cutHeight = cuts ? (int) Math.round(height * CUTOUT) : 0;
            int cutWidth = cuts ? (int) Math.round(width * CUTOUT) : 0;
            // The centre of the hole may lie anywhere, so that the hole may hang over the border.
            int top = cuts ? draws.nextInt(height) - cutHeight / 2 : 0;
            int left = cuts ? draws.nextInt(width) - cutWidth / 2 : 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int fromY = y - down;
                    int fromX = x - right;
                    boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
                    boolean cut = y >= top && y < top + cutHeight && x >= left && x < left + cutWidth;
                    int i = (n * height + y) * width + x;
                    sources[i] = inside ? (long) fromY * width + fromX : 0;
                    seen[i] = inside && !cut ? 1 : 0;
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

    private static int shift(int side, SplittableRandom draws) {
        int most = (int) Math.round(side * TRANSLATION);
        return draws.nextInt(-most, most + 1);
    }

    /** Draws made and images towards a higher probability: the state to save. */
    long position() {
        return random.position();
    }

    long adaptedImages() {
        return adaptedImages;
    }

    /** Continues from a saved state. */
    void restore(long position, long adapted) {
        random.position(position);
        adaptedImages = adapted;
    }
}
