package dev.duello.app;

import java.nio.file.Path;

/** A small GAN that knows two classes, "dark & small" and "light". */
final class ClassRun {
    private ClassRun() {}

    static Cli train(Path images, Path run) {
        Pictures.write(images.resolve("dark & small"), 20);
        Pictures.write(images.resolve("light"), 20);
        return TinyRun.trainMlp(images, run, "--kimg", "0.16", "--watch", "none", "--set", "data.labels=use");
    }
}
