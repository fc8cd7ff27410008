package dev.duello.autoencoder;

import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.network.Normalization;
import java.util.ArrayList;
import java.util.List;

/** What the settings do that every kind of autoencoder has, for people. */
public final class EncoderDecoderHelp {
    private EncoderDecoderHelp() {}

    /** Of the groups {@code encoder}, {@code decoder}, {@code optimizer} and {@code ema}. */
    public static List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.addAll(network("encoder"));
        lines.addAll(network("decoder"));
        lines.addAll(OptimizerGroup.settings("optimizer", "encoder and the decoder"));
        lines.add(Setting.open(
                "ema.half-life-kimg",
                "0 or more",
                "Half-life of the moving average of both networks (EMA), which makes samples and reconstructions."));
        lines.add(
                Setting.open(
                        "ema.ramp-up",
                        "0 or more",
                        "Early in the training, the half-life is at most this fraction of the images seen; 0 for no such limit."));
        return List.copyOf(lines);
    }

    private static List<Setting> network(String name) {
        return List.of(
                Setting.open(
                        name + ".width",
                        "1 to 65536",
                        "Channels of the " + name + "'s largest feature map, or units of a hidden layer."),
                Setting.open(name + ".blocks", "1 to 64", "Residual blocks at each size."),
                Setting.choice(
                        name + ".normalization",
                        Setting.names(Normalization.values()),
                        "Normalization of the " + name + ": none, batch normalization or spectral normalization."));
    }
}
