package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes and judges images with the networks of checkpoints, of which the last few stay in memory. All of it happens on one thread,
 * with half of the processors, so that a training beside it goes on; who asks when the line is long is turned away.
 */
public final class Explorer implements AutoCloseable {
    private static final int OPEN = 3;
    private static final int WAITING = 16;
    private static final int GIF_WIDTH = 256;
    private static final int GIF_HUNDREDTHS = 6;

    private final Map<Key, LoadedCheckpoint> open = new LinkedHashMap<>(8, 0.75f, true);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("studio-explore").factory());

    private record Key(Path run, String checkpoint) {}

    /**
     * @param classes names of the classes that can be asked for; empty when the networks know none
     * @param critic whether one of them tells real images from others
     */
    public record Networks(int height, int width, int channels, long latent, List<String> classes, boolean critic) {}

    /**
     * What to make images of.
     *
     * @param latents see {@link LatentRecipe}
     * @param truncation what their noise is multiplied with: less than 1 gives more common images
     * @param className the name or number of the class that all of them have; empty when each has its own
     */
    public record Recipes(String latents, double truncation, String className) {}

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
     * What a discriminator thinks of an image.
     *
     * @param images the one, as it was seen
     * @param reals how many per cent of the real images score lower; null when there are none to compare with
     * @param fakes how many per cent of the fakes score lower
     * @param missing why there are no real images; empty when there are
     */
    public record Verdict(
            Images images, @Nullable Double reals, @Nullable Double fakes, String missing) {}

    public Networks networks(Path run, String checkpoint) {
        return with(run, checkpoint, LoadedCheckpoint::networks);
    }

    /** Makes one image a latent. */
    public Images make(Path run, String checkpoint, Recipes recipes) {
        return with(run, checkpoint, gan -> gan.make(gan.latents(recipes)));
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
        Images images = make(
                run,
                checkpoint,
                new Recipes(LatentRecipe.walk(points.latents(), steps), points.truncation(), points.className()));
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

    private <T> T with(Path run, String checkpoint, Function<LoadedCheckpoint, T> work) {
        try {
            return thread.submit(() -> work.apply(opened(new Key(run, checkpoint))))
                    .get();
        } catch (RejectedExecutionException e) {
            throw new HttpException(503, "Too many images are being made already.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException(503, "The studio is closing.");
        }
    }

    private LoadedCheckpoint opened(Key key) {
        LoadedCheckpoint gan = open.get(key);
        if (gan == null) {
            Torch.setThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            gan = new LoadedCheckpoint(key.run, key.checkpoint);
            open.put(key, gan);
            if (open.size() > OPEN) {
                open.remove(open.keySet().iterator().next()).close();
            }
        }
        return gan;
    }

    @Override
    public void close() {
        try {
            thread.submit(() -> open.values().forEach(LoadedCheckpoint::close));
        } catch (RejectedExecutionException e) {
            // What is left goes with the process.
        }
        thread.shutdown();
    }
}
