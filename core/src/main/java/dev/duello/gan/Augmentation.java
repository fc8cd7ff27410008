package dev.duello.gan;

import dev.duello.nn.Schedule;

/**
 * What is done to reals and fakes alike before the discriminator sees them, so that few images last longer (Zhao et al., 2020).
 * The generator learns through it, and so learns images that are not changed.
 *
 * @param translation move by up to an eighth of each side
 * @param cutout blank out a square of half the sides
 * @param color change brightness, saturation and contrast
 * @param probability of each change, for each image
 * @param adapt when above 0, the probability rises while the discriminator is surer of reals than this and falls while it is
 *     less, from 0 to at most {@code probability} (Karras et al., 2020: 0.6)
 */
public record Augmentation(boolean translation, boolean cutout, boolean color, Schedule probability, double adapt) {
    /** Nothing is changed. */
    public static final Augmentation NONE = new Augmentation(false, false, false, Schedule.constant(0), 0);

    boolean isOn() {
        return (translation || cutout || color) && probability.max() > 0;
    }
}
