package dev.duello.gan;

import dev.duello.data.Dataset;
import dev.duello.data.image.ClusteredImages;
import dev.duello.data.image.ImageFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the preset {@code auto} chooses after a look at the images; the guide gives the reason of each rule. */
final class AutoPreset {
    static final String NAME = "auto";

    /** Below this, a discriminator sees each image dozens of times in the usual length. */
    private static final int FEW = 10_000;

    /** Fewer images than this would be too alike to learn a group from, and would be learned by heart. */
    private static final int IN_A_GROUP = 100;

    private static final int MOST_GROUPS = 20;

    private static final int LARGE = 64;

    /** Numbers of an image for each 1 of R1's strength. */
    private static final double NUMBERS_FOR_ONE = 1_000;

    private AutoPreset() {}

    /** Settings by key. */
    static Map<String, String> choices(Dataset images) {
        Map<String, String> choices = new LinkedHashMap<>();
        int groups = Math.clamp(images.size() / IN_A_GROUP, 2, MOST_GROUPS);
        if (images.classes().size() < 2 && ClusteredImages.canFind(images, groups)) {
            // Nobody sorted them: groups of like images teach a generator nearly as much as classes do.
            choices.put("data.labels", "cluster");
            choices.put("data.clusters", String.valueOf(groups));
        }
        // A slope adds up over all numbers of an image. 1 suits 28x28 in gray, 3 32x32 in color, 10 64x64.
        choices.put(
                "penalty.r1",
                String.valueOf(Math.max(1, Math.round(images.format().bytes() / NUMBERS_FOR_ONE))));
        if (images.size() < FEW) {
            // Few images are learned by heart; changed ones last longer, and how often to change them finds itself.
            choices.put("augmentation.translation", "true");
            choices.put("augmentation.cutout", "true");
            choices.put("augmentation.probability", "0.8");
            choices.put("augmentation.adapt", "0.6");
        }
        ImageFormat format = ImageFormat.of(images);
        if (Math.max(format.height(), format.width()) > LARGE) {
            // Work grows with the area: half the width keeps a step affordable.
            choices.put("generator.width", "32");
            choices.put("discriminator.width", "32");
        }
        return choices;
    }
}
