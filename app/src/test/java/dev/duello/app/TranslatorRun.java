package dev.duello.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Models of images that are made of images, so small that training them by the command takes a moment. */
final class TranslatorRun {
    private TranslatorRun() {}

    /** Makes 20 pictures, and learns to fill holes in them, each in several ways. */
    static Cli train(Path images, Path run) {
        return train(
                images,
                run,
                "inpaint",
                "--set",
                "generator.depth=2",
                "--set",
                "discriminator.width=4",
                "--set",
                "discriminator.depth=1",
                "--set",
                "data.held-out=6",
                "--set",
                "noise=2",
                "--set",
                "loss.diversity=1");
    }

    /** Makes 20 pictures, and learns to make them twice as large. */
    static Cli trainLarger(Path images, Path run) {
        return train(images, run, "super-resolution", "--set", "generator.depth=1");
    }

    /** Makes 20 pictures of each of two classes, "dark & #1" and "light", and learns to color them by class. */
    static Cli trainByClass(Path images, Path run) {
        Pictures.write(images.resolve("dark & #1"), 20);
        Pictures.write(images.resolve("light"), 20);
        return learn(
                images,
                run,
                "colorize",
                "--set",
                "data.labels=use",
                "--set",
                "generator.depth=3",
                "--set",
                "generator.optimizer.rate=1e-2",
                "--set",
                "loss.adversarial=0",
                "--set",
                "data.held-out=8");
    }

    /** Makes 20 pictures, and learns a task with them. */
    static Cli train(Path images, Path run, String task, String... more) {
        Pictures.write(images, 20);
        return learn(images, run, task, more);
    }

    private static Cli learn(Path images, Path run, String task, String... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                "--task",
                task,
                "--data",
                images,
                "--out",
                run,
                "--kimg",
                "0.08",
                "--batch",
                "8",
                "--watch",
                "none",
                "--threads",
                "1",
                "--set",
                "generator.width=4"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }
}
