package dev.duello.translate;

import static dev.duello.learn.SettingException.require;

import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The group {@code generator} of a translator.
 *
 * @param width channels of the first feature maps
 * @param depth halvings of a U-Net, or residual blocks
 * @param dropout probability of a number to be dropped while training; 0 for none
 */
public record GeneratorSettings(
        int width, int depth, Normalization normalization, double dropout, OptimizerSettings optimizer, Ema ema) {
    public GeneratorSettings {
        require(width >= 1 && width <= 4096, "generator.width", width, "1 to 4096");
        require(depth >= 1 && depth <= 64, "generator.depth", depth, "1 to 64");
        require(dropout >= 0 && dropout < 1, "generator.dropout", dropout, "0 to less than 1");
        OptimizerGroup.check("generator.optimizer", optimizer);
    }

    /**
     * The moving average of the generator, which images are translated with.
     *
     * @param halfLifeKimg thousands of images after which half of it is newer
     * @param rampUp early on the half-life is at most this share of the images seen; 0 for no ramp
     */
    public record Ema(double halfLifeKimg, double rampUp) {
        public Ema {
            require(halfLifeKimg >= 0, "generator.ema.half-life-kimg", halfLifeKimg, "0 or more");
            require(rampUp >= 0, "generator.ema.ramp-up", rampUp, "0 or more");
        }
    }

    /** @throws dev.duello.nn.ShapeException when the network makes no such images of such sources */
    Architecture architecture(GeneratorNetwork network, TranslationShape shape) {
        return network.generator(shape, config());
    }

    GeneratorNetwork.Config config() {
        return new GeneratorNetwork.Config(width, depth, normalization, dropout);
    }

    static List<Setting> help() {
        List<Setting> lines = new ArrayList<>(List.of(
                Setting.open("generator.width", "1 to 4096", "Channels of the generator's first feature maps."),
                Setting.open("generator.depth", "1 to 64", "Halvings of a u-net, or residual blocks of the others."),
                Setting.choice(
                        "generator.normalization",
                        Setting.names(Normalization.values()),
                        "Normalization of the generator's feature maps, of the batch or of each image."),
                Setting.open(
                        "generator.dropout",
                        "0 to less than 1",
                        "Probability with which numbers of inner layers are dropped while training.")));
        lines.addAll(OptimizerGroup.settings("generator.optimizer", "generator"));
        lines.add(Setting.open(
                "generator.ema.half-life-kimg",
                "0 or more",
                "Half-life of the moving average of the generator (EMA), which images are translated with."));
        lines.add(
                Setting.open(
                        "generator.ema.ramp-up",
                        "0 or more",
                        "Early in the training, the half-life is at most this fraction of the images seen; 0 for no such limit."));
        return lines;
    }
}
