package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Networks and images so small that a training takes a moment. */
final class TinyRuns {
    private TinyRuns() {}

    /** 40 gray images of 16x16: bright squares at random places. */
    static Dataset images(long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[40 * 16 * 16];
        for (int i = 0; i < 40; i++) {
            int top = random.nextInt(10);
            int left = random.nextInt(10);
            for (int y = 0; y < 6; y++) {
                for (int x = 0; x < 6; x++) {
                    pixels[i * 256 + (top + y) * 16 + left + x] = (byte) 230;
                }
            }
        }
        return Datasets.of("squares", new ImageFormat(1, 16, 16), pixels, null, List.of());
    }

    /** 120 gray images of 16x16 in two classes: a bright half on the left or the right, and noise. */
    static Dataset labeled(long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[120 * 16 * 16];
        int[] labels = new int[120];
        for (int i = 0; i < pixels.length; i++) {
            labels[i / 256] = i / 256 % 2;
            boolean bright = i % 16 / 8 == labels[i / 256];
            pixels[i] = (byte) (random.nextInt(60) + (bright ? 180 : 0));
        }
        return Datasets.of("halves", new ImageFormat(1, 16, 16), pixels, labels, List.of("left", "right"));
    }

    /** 20 steps of 16 images, a checkpoint and samples every 5. */
    static Experiment experiment(String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "preset", "dcgan",
                "generator.latent", "8",
                "discriminator.width", "4",
                "training.batch", "16",
                "training.kimg", "0.32",
                "training.sample-kimg", "0.08",
                "training.checkpoint-kimg", "0.08",
                "machine.device", "cpu",
                "machine.precision", "fp32",
                "machine.threads", "1"));
        all.put("generator.width", "4");
        all.put("evaluation.metric", "none");
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ExperimentReader.read(null, all);
    }

    /** A hash of every tensor file of a checkpoint, by name: equal only when every bit is. */
    static Map<String, String> tensorFiles(Path checkpoint) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> entries = Files.list(checkpoint)) {
            for (Path file : entries.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                hashes.put(file.getFileName().toString(), sha256(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
