package dev.duello.translate;

import static dev.duello.learn.SettingException.require;

import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The group {@code discriminator} of a translator.
 *
 * @param width channels of the first feature maps
 * @param depth halvings
 */
public record DiscriminatorSettings(int width, int depth, Normalization normalization, OptimizerSettings optimizer) {
    public DiscriminatorSettings {
        require(width >= 1 && width <= 4096, "discriminator.width", width, "1 to 4096");
        require(depth >= 1 && depth <= 6, "discriminator.depth", depth, "1 to 6");
        OptimizerGroup.check("discriminator.optimizer", optimizer);
    }

    /** @param input {@code [C, H, W]} */
    Architecture architecture(Shape input) {
        return architecture(input, 0);
    }

    /**
     * @param input {@code [C, H, W]}
     * @param classes that images are of, 0 for none
     */
    Architecture architecture(Shape input, int classes) {
        return PatchDiscriminator.of(input, classes, width, depth, normalization);
    }

    static List<Setting> help() {
        List<Setting> lines = new ArrayList<>(List.of(
                Setting.open("discriminator.width", "1 to 4096", "Channels of the discriminator's first feature maps."),
                Setting.open(
                        "discriminator.depth",
                        "1 to 6",
                        "Halvings of the discriminator: with 1, 2 or 3 each logit judges 16x16, 34x34 or 70x70 pixels."),
                Setting.choice(
                        "discriminator.normalization",
                        Setting.names(Normalization.values()),
                        "Normalization of the discriminator's feature maps, of the batch or of each image.")));
        lines.addAll(OptimizerGroup.settings("discriminator.optimizer", "discriminator"));
        return lines;
    }
}
