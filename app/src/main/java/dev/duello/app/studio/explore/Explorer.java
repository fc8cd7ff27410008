package dev.duello.app.studio.explore;

import dev.duello.data.image.AnimatedGif;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import dev.duello.explain.GeneratorUnits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes and judges images with the networks of checkpoints, each in a moment; what takes longer is for the {@link Explainer}. */
public final class Explorer implements AutoCloseable {
    private static final int OPEN = 3;
    private static final int WAITING = 16;
    private static final int GIF_WIDTH = 256;
    private static final int GIF_HUNDREDTHS = 6;

    private final ModelThread thread;

    /** @param photos whose latents can be asked for */
    Explorer(Photos photos) {
        thread = new ModelThread("studio-explore", OPEN, WAITING, photos);
    }

    /**
     * @param medium what is made, such as {@code image} or {@code sound}
     * @param height of an image, or of the picture of a sound
     * @param classes names of the classes that can be asked for; empty when the networks know none
     * @param critic whether one of them tells real images from others
     * @param encoder whether one of them finds the latents of images
     * @param generator whether one of them makes all of an image, and can be looked into
     */
    public record Networks(
            String medium,
            int height,
            int width,
            int channels,
            long latent,
            List<String> classes,
            boolean critic,
            boolean encoder,
            boolean generator) {}

    /**
     * What to make images of.
     *
     * @param latents see {@link LatentRecipe}
     * @param truncation what their noise is multiplied with: less than 1 gives more common images
     * @param className the name or number of the class that all of them have; empty when each has its own
     * @param moves how far along which directions, see {@link Moves}; empty for none
     * @param units which units of the generator are set, see {@link UnitEdits}; empty for none
     */
    public record Recipes(String latents, double truncation, String className, String moves, String units) {
        private Recipes of(String others) {
            return new Recipes(others, truncation, className, moves, units);
        }
    }

    /**
     * Some images.
     *
     * @param scores the discriminator's probability that each is real; empty where there is no discriminator
     * @param pixels uint8 {@code [N, H, W, C]}
     */
    public record Images(int height, int width, int channels, float[] scores, byte[] pixels) {
        private int count() {
            return pixels.length / format().bytes();
        }

        private ImageFormat format() {
            return new ImageFormat(channels, height, width);
        }
    }

    /**
     * A shape to be drawn by the page.
     *
     * @param side cells along each axis
     * @param channels 1 for the shape alone, 4 with colors
     * @param scores the discriminator's probability that it is real; empty where there is no discriminator
     * @param cells as {@link dev.duello.data.voxel.VoxelFormat} stores them
     */
    public record Shape(int side, int channels, float[] scores, byte[] cells) {}

    /**
     * What a discriminator thinks of an image.
     *
     * @param images the one, as it was seen
     * @param reals how many per cent of the real images score lower; null when there are none to compare with
     * @param fakes how many per cent of the fakes score lower
     * @param missing why there are no real images; empty when there are
     */
    public record Verdict(
            Images images, @Nullable Double reals, @Nullable Double fakes, String missing) {}

    /**
     * What a translator takes.
     *
     * @param height of the sources that it was trained with
     * @param channels of a source: 1 gray, 3 color, 4 with transparency
     * @param factor by how much each side of a result is longer
     * @param holes whether it fills transparent places and keeps the rest
     * @param random whether one source has several results
     * @param longest side of an image that is taken
     * @param classes of one of which each result is; empty where it knows none
     */
    public record TranslatorFacts(
            int height,
            int width,
            int channels,
            int factor,
            boolean holes,
            boolean random,
            int longest,
            List<String> classes) {}

    /**
     * What was made of an image.
     *
     * @param source as the translator sees it, as large as a result
     * @param results one for each variant
     */
    public record Translated(Images source, Images results) {}

    /**
     * A source from the data, with its target.
     *
     * @param number of it
     * @param count how many there are
     * @param heldOut whether no training saw them
     * @param className of the target, or empty
     * @param target null where sources and targets do not belong together
     */
    public record Pair(
            int number,
            int count,
            boolean heldOut,
            String className,
            Images source,
            @Nullable Images target) {}

    /** What its translator takes. @throws dev.duello.app.studio.http.HttpException when it makes no images of images */
    public TranslatorFacts translator(Path run, String checkpoint) {
        return with(run, checkpoint, loaded -> loaded.translating().facts());
    }

    /** A pair of the data that it was trained on. @param number taken modulo their count */
    public Pair pair(Path run, String checkpoint, int number) {
        return with(run, checkpoint, loaded -> loaded.translating().pair(number));
    }

    /**
     * Makes images of an image file.
     *
     * @param className of the results; empty for a translator without classes
     * @param variants how many, where there is noise
     * @param seed of the noise of the first
     */
    public Translated translate(Path run, String checkpoint, byte[] file, String className, int variants, long seed) {
        return with(
                run,
                checkpoint,
                loaded -> loaded.translating()
                        .translate(file, className.isEmpty() ? null : loaded.label(className), variants, seed));
    }

    public Networks networks(Path run, String checkpoint) {
        return with(run, checkpoint, LoadedCheckpoint::networks);
    }

    /** Makes one image a latent. */
    public Images make(Path run, String checkpoint, Recipes recipes) {
        return with(run, checkpoint, gan -> gan.make(recipes));
    }

    /** Sounds one after the other, as a WAV file. @throws dev.duello.app.studio.http.HttpException when the run makes none */
    public byte[] wav(Path run, String checkpoint, Recipes recipes) {
        return with(run, checkpoint, gan -> gan.wav(recipes));
    }

    /** Clips that move, as a GIF file. @throws dev.duello.app.studio.http.HttpException when the run makes none */
    public byte[] clip(Path run, String checkpoint, Recipes recipes) {
        return with(run, checkpoint, gan -> gan.clip(recipes));
    }

    /** One shape as its cells. @throws dev.duello.app.studio.http.HttpException when the run makes none, or several are asked for */
    public Shape shape(Path run, String checkpoint, Recipes recipes) {
        return with(run, checkpoint, gan -> gan.shape(recipes));
    }

    /** The same as one PNG. */
    public byte[] png(Path run, String checkpoint, Recipes recipes) {
        Images images = make(run, checkpoint, recipes);
        ImageGrid grid =
                images.count() == 1 ? new ImageGrid(1, 0, 1) : ImageGrid.square(images.count(), images.format());
        return PngFiles.encode(grid.layOut(images.format(), MemorySegment.ofArray(images.pixels)));
    }

    /**
     * A walk from latent to latent and back to the first along great circles, as an animated GIF.
     *
     * @param steps pictures from one latent to the next
     */
    public byte[] gif(Path run, String checkpoint, Recipes points, int steps) throws IOException {
        Images images = make(run, checkpoint, points.of(LatentRecipe.walk(points.latents(), steps)));
        int bytes = images.format().bytes();
        ImageGrid one = new ImageGrid(1, 0, 1);
        return AnimatedGif.encode(
                IntStream.range(0, images.count())
                        .mapToObj(i -> AnimatedGif.scaled(
                                one.layOut(
                                        images.format(),
                                        MemorySegment.ofArray(images.pixels).asSlice((long) i * bytes, bytes)),
                                GIF_WIDTH))
                        .iterator(),
                GIF_HUNDREDTHS);
    }

    /** The latents themselves, as a NumPy array of float32 {@code [N, latent shape]}. */
    public byte[] npy(Path run, String checkpoint, Recipes recipes) {
        return with(run, checkpoint, gan -> {
            float[] latents = gan.latents(recipes);
            return Npy.encode(gan.latentShape(latents), latents);
        });
    }

    /**
     * The discriminator's score of an image file of any kind. The first one takes longer: known images are scored to compare with.
     *
     * @param className of the class as whose image it is scored; empty for the one that suits it best
     */
    public Verdict judge(Path run, String checkpoint, byte[] file, String className) {
        return with(run, checkpoint, gan -> gan.judge(file, className));
    }

    /** The directions that were found in the run, those of the newest search first. */
    public List<KnownDirection> directions(Path run, String checkpoint) {
        return with(run, checkpoint, gan -> KnownDirection.of(run, gan.model().imagesSeen()));
    }

    /**
     * The layers whose units can be looked at; empty when there are none.
     *
     * @throws dev.duello.explain.ExplainException when there is no generator that could be looked into
     */
    public List<GeneratorUnits.Layer> layers(Path run, String checkpoint) {
        return with(run, checkpoint, gan -> GeneratorUnits.layers(gan.model().model()));
    }

    private <T> T with(Path run, String checkpoint, Function<LoadedCheckpoint, T> work) {
        return thread.with(run, checkpoint, work);
    }

    @Override
    public void close() {
        thread.close();
    }
}
