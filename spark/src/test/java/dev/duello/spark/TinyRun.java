package dev.duello.spark;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingRun;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A GAN of two classes, trained for a moment. */
final class TinyRun {
    private static final int COUNT = 600;

    private TinyRun() {}

    /** 600 gray images of 16x16 in two classes: a bright half on the left or the right, and noise. */
    static Dataset images() {
        Random random = new Random(1);
        byte[] pixels = new byte[COUNT * 256];
        int[] labels = new int[COUNT];
        for (int i = 0; i < pixels.length; i++) {
            labels[i / 256] = i / 256 % 2;
            boolean bright = i % 16 / 8 == labels[i / 256];
            pixels[i] = (byte) (random.nextInt(60) + (bright ? 180 : 0));
        }
        return Datasets.of("halves", new ImageFormat(1, 16, 16), pixels, labels, List.of("left", "right"));
    }

    /** 10 steps of 16 images. @param settings keys and values besides */
    static Experiment experiment(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "preset", "dcgan",
                "data.labels", "use",
                "generator.latent", "8",
                "generator.width", "4",
                "discriminator.width", "4",
                "training.batch", "16",
                "training.kimg", "0.16",
                "evaluation.metric", "none",
                "machine.threads", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return ExperimentReader.read(null, all);
    }

    static void train(Path run) {
        try (Dataset images = images();
                TrainingRun training = TrainingRun.start(experiment(), images, run)) {
            training.train(_ -> {});
        }
    }

    /** The images as PNG files, a folder for each class. */
    static Path writeImages(Path folder) throws IOException {
        try (Dataset images = images();
                Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(256);
            for (int i = 0; i < COUNT; i++) {
                images.gather(new int[] {i}, pixels);
                Path file = folder.resolve(images.classes().get(images.label(i)) + "/" + i + ".png");
                Files.createDirectories(file.getParent());
                PngFiles.write(file, new ImageFormat(1, 16, 16), pixels.toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return folder;
    }
}
