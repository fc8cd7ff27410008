package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.WavFiles;
import dev.duello.data.video.MovingPictures;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.explain.GeneratorUnits;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.DataSettings;
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
import org.jspecify.annotations.Nullable;

/** A checkpoint with its networks in memory. Used by one thread only. */
final class LoadedCheckpoint implements AutoCloseable {
    /** Latents that are drawn at once; a longer row begins with the shorter. */
    private static final int LENGTH = 256;

    private static final int ROWS = 64;
    /** In the place of a label: each latent has a class of its own. */
    private static final int ANY = -1;

    private final Path run;
    private final Photos photos;
    private final TrainedModel gan;
    private final DataSettings data;
    /** By the label as which images were scored, each made when it is first asked for. */
    private final Map<Integer, ScoreDistribution> scales = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable Translating translating;

    private final Map<Row, float[]> rows = new LinkedHashMap<>(16, 0.75f, true);

    private record Row(boolean grid, long seed, int label) {}

    LoadedCheckpoint(Path run, String checkpoint, Photos photos) {
        this.run = run;
        this.photos = photos;
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
                "This works on images only, and this run makes "
                        + gan.format().medium().plural() + ".");
    }

    /** The format of what is shown of a sample: the image itself, or the picture of a sound, a shape or a clip. */
    private ImageFormat shown() {
        return gan.format() instanceof ImageFormat image ? image : SamplePictures.format(gan.format());
    }

    /** What is known of the networks. */
    Explorer.Networks networks() {
        boolean isImage = gan.format() instanceof ImageFormat;
        ImageFormat shown = shown();
        return new Explorer.Networks(
                gan.format().medium().singular(),
                shown.height(),
                shown.width(),
                shown.channels(),
                gan.latentShape().elements(),
                gan.classes(),
                gan.isCritic(),
                isImage && gan.isEncoder(),
                isImage && gan.model().generator(Weights.AVERAGE).isPresent());
    }

    /** @throws HttpException when it makes no images of images */
    Translating translating() {
        if (translating == null) {
            if (gan.model().translator().isEmpty()) {
                throw new HttpException(422, "This run makes no images of images.");
            }
            translating = new Translating(run, gan);
        }
        return translating;
    }

    TrainedModel model() {
        return gan;
    }

    /** How many numbers of a latent are noise: all but those that tell the class. */
    int noise() {
        return Math.toIntExact(gan.latentShape().elements()) - gan.classes().size();
    }

    /** An image file of any kind as the networks take it, uint8 {@code [H, W, C]}. @throws dev.duello.data.DataException when it is none */
    byte[] decoded(byte[] file) {
        return PngFiles.decode(file, format(), data.fit());
    }

    /**
     * The latents that the recipes give. Noise of random latents is drawn in towards the mean; then latents are mixed, and the noise is
     * moved along directions. Classes are mixed only.
     *
     * @return {@code [N, latent]}, row-major
     * @throws HttpException when there is no such class
     */
    float[] latents(Explorer.Recipes recipes) {
        List<LatentRecipe> mixes = LatentRecipe.parse(recipes.latents());
        int label = recipes.className().isEmpty() ? ANY : label(recipes.className());
        int length = Math.toIntExact(gan.latentShape().elements());
        int noise = noise();
        double[] move = Moves.sum(run, Moves.parse(recipes.moves()), noise);
        float[] all = new float[mixes.size() * length];
        for (int i = 0; i < mixes.size(); i++) {
            int place = i * length;
            float[] latent = mixes.get(i).latent(part -> noise(part, label, noise, recipes.truncation()));
            for (int j = 0; j < noise; j++) {
                all[place + j] = (float) (latent[j] + move[j]);
            }
            if (noise < length) {
                float[] classes = mixes.get(i).classes(part -> classes(part, label, noise, length));
                System.arraycopy(classes, 0, all, place + noise, length - noise);
            }
        }
        return all;
    }

    /** What was found for a photo is not drawn in: it would be another image. */
    private float[] noise(LatentRecipe.Part part, int label, int noise, double truncation) {
        float[] latent = part(part, label, 0, noise);
        if (!part.isPhoto()) {
            for (int i = 0; i < latent.length; i++) {
                latent[i] = (float) (truncation * latent[i]);
            }
        }
        return latent;
    }

    private float[] classes(LatentRecipe.Part part, int label, int noise, int length) {
        if (part.isPhoto() && label != ANY) {
            float[] one = new float[length - noise];
            one[label] = 1;
            return one;
        }
        return part(part, label, noise, length);
    }

    int label(String className) {
        try {
            return gan.label(className);
        } catch (IllegalArgumentException e) {
            throw HttpException.malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Some of the numbers of a latent, a copy. */
    private float[] part(LatentRecipe.Part part, int label, int from, int to) {
        if (part.isPhoto()) {
            return Arrays.copyOfRange(
                    photos.latent(
                            part.photo(), Math.toIntExact(gan.latentShape().elements())),
                    from,
                    to);
        }
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

    /** Makes one sample a recipe. */
    Explorer.Images make(Explorer.Recipes recipes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = stored(recipes, arena);
            int count = Math.toIntExact(stored.byteSize() / gan.format().bytes());
            ImageFormat shown = shown();
            return new Explorer.Images(
                    shown.height(),
                    shown.width(),
                    shown.channels(),
                    gan.isCritic() ? gan.score(stored, count) : new float[0],
                    gan.format() instanceof ImageFormat
                            ? stored.toArray(ValueLayout.JAVA_BYTE)
                            : SamplePictures.of(gan.format(), stored));
        }
    }

    /** Sounds one after the other, as a WAV file. @throws HttpException when it makes something else */
    byte[] wav(Explorer.Recipes recipes) {
        if (!(gan.format() instanceof SoundFormat format)) {
            throw HttpException.notFound(
                    "This run makes " + gan.format().medium().plural() + ", which make no sound.");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = stored(recipes, arena);
            return WavFiles.encode(
                    format.rate(),
                    stored.byteSize() == format.bytes()
                            ? stored.toArray(ValueLayout.JAVA_BYTE)
                            : WavFiles.oneAfterAnother(format, stored));
        }
    }

    /** Clips that move, as a GIF file. @throws HttpException when it makes something else */
    byte[] clip(Explorer.Recipes recipes) {
        if (!(gan.format() instanceof VideoFormat format)) {
            throw HttpException.notFound(
                    "This run makes " + gan.format().medium().plural() + ", which do not move.");
        }
        try (Arena arena = Arena.ofConfined()) {
            return MovingPictures.gif(format, stored(recipes, arena));
        }
    }

    /** One shape as its cells. @throws HttpException when it makes something else, or several are asked for */
    Explorer.Shape shape(Explorer.Recipes recipes) {
        if (!(gan.format() instanceof VoxelFormat format)) {
            throw HttpException.notFound(
                    "This run makes " + gan.format().medium().plural() + ", which have no cells.");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = stored(recipes, arena);
            if (stored.byteSize() != format.bytes()) {
                throw HttpException.malformed("z says several latents, and one shape is sent at a time.");
            }
            return new Explorer.Shape(
                    format.side(),
                    format.channels(),
                    gan.isCritic() ? gan.score(stored, 1) : new float[0],
                    stored.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private MemorySegment stored(Explorer.Recipes recipes, Arena arena) {
        UnitEdits edits = UnitEdits.parse(recipes.units());
        float[] latents = latents(recipes);
        MemorySegment stored =
                arena.allocate((long) count(latents) * gan.format().bytes());
        try (var _ = TensorScope.open()) {
            Tensor z = tensor(latents);
            if (edits.isNone()) {
                gan.sample(z, Weights.AVERAGE, stored);
            } else {
                format().toStored(new GeneratorUnits(gan.model(), edits.layer()).edited(z, edits.edits()))
                        .copyTo(stored);
            }
        }
        return stored;
    }

    /** @param latents as {@link #latents} gives them @return {@code [N, latent shape]}, in the open scope */
    Tensor tensor(float[] latents) {
        return Tensors.of(latents, gan.latentShape().batch(count(latents))).toDeviceOf(gan.latents(1, 0));
    }

    /** Images as the networks take them, {@code [N, C, H, W]} in [-1, 1], in the open scope. @param pixels uint8 {@code [N, H, W, C]} */
    Tensor images(byte[] pixels) {
        ImageFormat format = format();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(pixels.length);
            MemorySegment.copy(pixels, 0, stored, ValueLayout.JAVA_BYTE, 0, pixels.length);
            // What borrows the memory of the arena must not outlive it.
            return format.toTensor(
                            stored, pixels.length / format.bytes(), gan.model().device())
                    .contiguous()
                    .copy();
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
        byte[] image = decoded(file);
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
        if (translating != null) {
            translating.close();
        }
        gan.close();
    }
}
