package dev.duello.app.studio.explore;

import dev.duello.data.Fit;
import dev.duello.data.ImageFormat;
import dev.duello.data.PngFiles;
import dev.duello.nn.Learner.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedGan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A checkpoint with its networks in memory. Used by one thread only. */
final class OpenedGan implements AutoCloseable {
    /** Latents that are drawn at once; a longer row begins with the shorter. */
    private static final int ROW = 256;

    private static final int SEEDS = 64;

    private final TrainedGan gan;
    private final Fit fit;
    private final Map<Long, float[]> rows = new LinkedHashMap<>(16, 0.75f, true);

    OpenedGan(Path run, String checkpoint) {
        fit = RunDirectory.open(run).experiment().data().fit();
        gan = TrainedGan.open(run, checkpoint);
    }

    ImageFormat format() {
        return gan.format();
    }

    /** What is known of the networks. */
    Explorer.Networks networks() {
        ImageFormat format = gan.format();
        return new Explorer.Networks(
                format.height(),
                format.width(),
                format.channels(),
                gan.latentShape().elements(),
                // Names of classes, once there are networks that take one.
                List.of());
    }

    /** The latents that the recipes give, drawn in towards the mean. @return {@code [N, latent]}, row-major */
    float[] latents(List<Mix> mixes, double truncation) {
        int length = Math.toIntExact(gan.latentShape().elements());
        int noise = length - gan.classes().size();
        float[] all = new float[mixes.size() * length];
        for (int i = 0; i < mixes.size(); i++) {
            int place = i * length;
            float[] latent = mixes.get(i).latent(part -> {
                float[] row = row(part.seed());
                int from = part.index() * length;
                // Noise is mixed and drawn in; the class is that of the last one mixed in.
                System.arraycopy(row, from + noise, all, place + noise, length - noise);
                return Arrays.copyOfRange(row, from, from + noise);
            });
            for (int j = 0; j < noise; j++) {
                all[place + j] = (float) (truncation * latent[j]);
            }
        }
        return all;
    }

    private float[] row(long seed) {
        float[] row = rows.get(seed);
        if (row == null) {
            try (var _ = TensorScope.open()) {
                row = gan.latents(ROW, seed).toFloats();
            }
            rows.put(seed, row);
            if (rows.size() > SEEDS) {
                rows.remove(rows.keySet().iterator().next());
            }
        }
        return row;
    }

    /** @param latents as {@link #latents} gives them */
    Explorer.Images make(float[] latents) {
        ImageFormat format = gan.format();
        int count = latents.length / Math.toIntExact(gan.latentShape().elements());
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            Tensor z = Tensors.of(latents, gan.latentShape().batch(count)).toDeviceOf(gan.latents(1, 0));
            MemorySegment pixels = arena.allocate((long) count * format.bytes());
            gan.sample(z, Weights.AVERAGE, pixels);
            return new Explorer.Images(
                    format.height(),
                    format.width(),
                    format.channels(),
                    gan.score(pixels, count),
                    pixels.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** The discriminator's opinion on an image from elsewhere, and the image as it saw it. */
    Explorer.Images judge(byte[] file) {
        ImageFormat format = gan.format();
        byte[] image = PngFiles.decode(file, format, fit);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(format.bytes());
            MemorySegment.copy(image, 0, pixels, ValueLayout.JAVA_BYTE, 0, image.length);
            return new Explorer.Images(format.height(), format.width(), format.channels(), gan.score(pixels, 1), image);
        }
    }

    int[] latentShape(int count) {
        return Arrays.stream(gan.latentShape().batch(count))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Override
    public void close() {
        gan.close();
    }
}
