package dev.duello.app;

import java.nio.file.Path;

/** A small GAN that knows two classes, "dark & small" and "light". */
final class ClassRun {
    private ClassRun() {}

    static Cli train(Path images, Path run) {
        Pictures.write(images.resolve("dark & small"), 20);
        Pictures.write(images.resolve("light"), 20);
        return Cli.run(
                "train",
                "--preset",
                "mlp",
                "--data",
                images,
                "--out",
                run,
                "--kimg",
                "0.16",
                "--batch",
                "16",
                "--watch",
                "none",
                "--threads",
                "1",
                "--quiet",
                "--set",
                "data.labels=use");
    }
}
