package dev.duello.train;

import dev.duello.data.ImageSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the preset {@code auto} chooses after a look at the images; the guide gives the reason of each rule. */
final class AutoPreset {
    static final String NAME = "auto";

    /** Below this, a discriminator sees each image dozens of times in the usual length. */
    private static final int FEW = 10_000;

    private static final int LARGE = 64;

    private AutoPreset() {}

    /** Settings by key. */
    static Map<String, String> choices(ImageSet images) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (images.size() < FEW) {
            // Few images are learned by heart; changed ones last longer, and how often to change them finds itself.
            choices.put("augmentation.translation", "true");
            choices.put("augmentation.cutout", "true");
            choices.put("augmentation.probability", "0.8");
            choices.put("augmentation.adapt", "0.6");
        }
        if (Math.max(images.format().height(), images.format().width()) > LARGE) {
            // Work grows with the area: half the width keeps a step affordable.
            choices.put("generator.width", "32");
            choices.put("discriminator.width", "32");
        }
        return choices;
    }
}
