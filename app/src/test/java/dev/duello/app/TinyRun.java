package dev.duello.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A GAN so small that training it by the command takes a moment. */
final class TinyRun {
    private TinyRun() {}

    /** Makes 20 pictures, and trains on them. */
    static Cli train(Path images, Path run, Object... more) {
        Pictures.write(images, 20);
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                "--data",
                images,
                "--out",
                run,
                "--batch",
                "16",
                "--set",
                "generator.width=4",
                "--set",
                "discriminator.width=4",
                "--threads",
                "1"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }

    /** Trains a dense network on pictures that are there already. */
    static Cli trainMlp(Path images, Path run, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                "--preset",
                "mlp",
                "--data",
                images,
                "--out",
                run,
                "--batch",
                "16",
                "--threads",
                "1",
                "--quiet"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }
}
