package dev.duello.gan;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import java.util.SplittableRandom;

/** Draws random changes of images, differentiable as often as one likes, and adapts how probable they are. */
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
     * Draws changes for a batch of images.
     *
     * @param images the batch's shape, {@code [N, C, H, W]}
     */
    ImageTransforms draw(long[] images, double progress) {
        double probability = probability(progress);
        if (!settings.isOn() || probability <= 0) {
            return ImageTransforms.NONE;
        }
        SplittableRandom draws = random.javaRandom();
        int count = Math.toIntExact(images[0]);
        ImageTransforms.Colors colors =
                settings.color() ? ImageTransforms.Colors.drawn(count, images[1] == 3, probability, draws) : null;
        ImageTransforms.Placement[] placements = null;
        if (settings.translation() || settings.cutout()) {
            placements = new ImageTransforms.Placement[count];
            for (int n = 0; n < count; n++) {
                placements[n] = place(Math.toIntExact(images[2]), Math.toIntExact(images[3]), probability, draws);
            }
        }
        return new ImageTransforms(device, colors, placements);
    }

    private ImageTransforms.Placement place(int height, int width, double probability, SplittableRandom draws) {
        boolean moves = settings.translation() && draws.nextDouble() < probability;
        int down = moves ? shift(height, draws) : 0;
        int right = moves ? shift(width, draws) : 0;
        boolean cuts = settings.cutout() && draws.nextDouble() < probability;
        int cutHeight = cuts ? (int) Math.round(height * CUTOUT) : 0;
        int cutWidth = cuts ? (int) Math.round(width * CUTOUT) : 0;
        // The center of the hole may lie anywhere, so that the hole may reach over the border.
        int top = cuts ? draws.nextInt(height) - cutHeight / 2 : 0;
        int left = cuts ? draws.nextInt(width) - cutWidth / 2 : 0;
        return new ImageTransforms.Placement(down, right, top, left, cutHeight, cutWidth);
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
