package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A checkpoint with its networks in memory. Used by one thread only. */
final class LoadedCheckpoint implements AutoCloseable {
    /** Latents that are drawn at once; a longer row begins with the shorter. */
    private static final int LENGTH = 256;

    private static final int ROWS = 64;
    /** In the place of a label: each latent has a class of its own. */
    private static final int ANY = -1;

    private final TrainedModel gan;
    private final Experiment.Data data;
    /** By the label as which images were scored, each made when it is first asked for. */
    private final Map<Integer, ScoreDistribution> scales = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<Row, float[]> rows = new LinkedHashMap<>(16, 0.75f, true);

    private record Row(boolean grid, long seed, int label) {}

    LoadedCheckpoint(Path run, String checkpoint) {
        data = RunDirectory.open(run).experiment().data();
        gan = TrainedModel.open(run, checkpoint);
    }

    /** @throws HttpException when the networks make something else than images */
    ImageFormat format() {
        if (gan.format() instanceof ImageFormat format) {
            return format;
        }
        throw new HttpException(
                422,
                "Explore shows images, and this run makes "
                        + gan.format().medium().plural()
                        + ": its own page plays them, and duello sample makes new ones.");
    }

    /** What is known of the networks. */
    Explorer.Networks networks() {
        ImageFormat format = format();
        return new Explorer.Networks(
                format.height(),
                format.width(),
                format.channels(),
                gan.latentShape().elements(),
                gan.classes(),
                gan.isCritic());
    }

    /**
     * The latents that the recipes give. Noise is mixed and drawn in towards the mean; classes are mixed only.
     *
     * @return {@code [N, latent]}, row-major
     * @throws HttpException when there is no such class
     */
    float[] latents(Explorer.Recipes recipes) {
        List<LatentRecipe> mixes = LatentRecipe.parse(recipes.latents());
        int label = recipes.className().isEmpty() ? ANY : label(recipes.className());
        int length = Math.toIntExact(gan.latentShape().elements());
        int noise = length - gan.classes().size();
        float[] all = new float[mixes.size() * length];
        for (int i = 0; i < mixes.size(); i++) {
            int place = i * length;
            float[] latent = mixes.get(i).latent(part -> part(part, label, 0, noise));
            for (int j = 0; j < noise; j++) {
                all[place + j] = (float) (recipes.truncation() * latent[j]);
            }
            if (noise < length) {
                float[] classes = mixes.get(i).classes(part -> part(part, label, noise, length));
                System.arraycopy(classes, 0, all, place + noise, length - noise);
            }
        }
        return all;
    }

    private int label(String className) {
        try {
            return gan.label(className);
        } catch (IllegalArgumentException e) {
            throw HttpException.malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Some of the numbers of a random latent. */
    private float[] part(LatentRecipe.Part part, int label, int from, int to) {
        int start = part.index() * Math.toIntExact(gan.latentShape().elements());
        return Arrays.copyOfRange(row(new Row(part.grid(), part.seed(), label)), start + from, start + to);
    }

    private float[] row(Row wanted) {
        float[] row = rows.get(wanted);
        if (row == null) {
            try (var _ = TensorScope.open()) {
                row = draw(wanted).toFloats();
            }
            rows.put(wanted, row);
            if (rows.size() > ROWS) {
                rows.remove(rows.keySet().iterator().next());
            }
        }
        return row;
    }

    private Tensor draw(Row row) {
        if (row.grid) {
            return row.label == ANY ? gan.gridLatents(row.seed) : gan.gridLatents(row.seed, row.label);
        }
        return row.label == ANY ? gan.latents(LENGTH, row.seed) : gan.latents(LENGTH, row.seed, row.label);
    }

    /** @param latents as {@link #latents} gives them */
    Explorer.Images make(float[] latents) {
        ImageFormat format = format();
        int count = count(latents);
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            Tensor z = Tensors.of(latents, gan.latentShape().batch(count)).toDeviceOf(gan.latents(1, 0));
            MemorySegment pixels = arena.allocate((long) count * format.bytes());
            gan.sample(z, Weights.AVERAGE, pixels);
            return new Explorer.Images(
                    format.height(),
                    format.width(),
                    format.channels(),
                    gan.isCritic() ? gan.score(pixels, count) : new float[0],
                    pixels.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /**
     * The discriminator's score of an image from elsewhere, and the image as it saw it.
     *
     * @param className of the class as whose image it is scored; empty for the one that suits it best
     * @throws HttpException when there is no such class
     */
    Explorer.Verdict judge(byte[] file, String className) {
        int label = className.isEmpty() ? ANY : label(className);
        ImageFormat format = format();
        byte[] image = PngFiles.decode(file, format, data.fit());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(format.bytes());
            MemorySegment.copy(image, 0, pixels, ValueLayout.JAVA_BYTE, 0, image.length);
            float[] scores = label == ANY ? gan.score(pixels, 1) : gan.score(pixels, 1, label);
            ScoreDistribution scale = scale(label);
            return new Explorer.Verdict(
                    new Explorer.Images(format.height(), format.width(), format.channels(), scores, image),
                    ScoreDistribution.percentile(scale.reals(), scores[0]).orElse(null),
                    ScoreDistribution.percentile(scale.fakes(), scores[0]).orElse(null),
                    scale.missing());
        }
    }

    private ScoreDistribution scale(int label) {
        ScoreDistribution scale = scales.get(label);
        if (scale == null) {
            scale = ScoreDistribution.of(gan, data, label == ANY ? null : label);
            scales.put(label, scale);
            if (scales.size() > ROWS) {
                scales.remove(scales.keySet().iterator().next());
            }
        }
        return scale;
    }

    /** @param latents as {@link #latents} gives them */
    int[] latentShape(float[] latents) {
        return Arrays.stream(gan.latentShape().batch(count(latents)))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private int count(float[] latents) {
        return latents.length / Math.toIntExact(gan.latentShape().elements());
    }

    @Override
    public void close() {
        gan.close();
    }
}
