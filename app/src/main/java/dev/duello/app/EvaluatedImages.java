package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.source.Npy;
import dev.duello.learn.Weights;
import dev.duello.metric.ImageSource;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The images to be judged: made by a run, or from files that any tool wrote. Whoever opens them closes them. */
final class EvaluatedImages implements AutoCloseable {
    private static final int CHUNK = 256;
    private static final int LARGEST_CHANNELS = 4;

    private final ImageSource source;
    private final Runnable closing;
    private final @Nullable Dataset read;

    private EvaluatedImages(ImageSource source, Runnable closing, @Nullable Dataset read) {
        this.source = source;
        this.closing = closing;
        this.read = read;
    }

    private static EvaluatedImages of(Dataset images, int count) {
        return new EvaluatedImages(ImageSource.of(images, count), images::close, images);
    }

    /** The set that the images were read from; null where a run makes them. */
    @Nullable
    Dataset read() {
        return read;
    }

    ImageSource source() {
        return source;
    }

    /**
     * Makes images with a run's best generator; they stay in memory, because several metrics look at them.
     *
     * @param classes of the data that they are compared with: where they are those of the run, each image tells its class
     */
    static EvaluatedImages of(TrainedModel gan, int count, long seed, List<String> classes, ProgressLine progress) {
        SampleFormat format = gan.format();
        long bytes = (long) count * format.bytes();
        if (bytes > MachineInfo.physicalBytes() / 2) {
            throw new DataException(String.format(
                    "%,d %s of %s take %,d MB, more than half of this machine's memory: choose a smaller -n.",
                    count, format.medium().plural(), format, bytes / 1_000_000));
        }
        int[] labels = {};
        Arena arena = Arena.ofShared();
        MemorySegment pixels = arena.allocate(bytes);
        try (var _ = TensorScope.open()) {
            Tensor latents = gan.latents(count, seed);
            if (!classes.isEmpty() && gan.classes().equals(classes)) {
                // The last numbers of a latent are 0 but for the one of its class.
                long numbers = latents.size(1);
                labels = Arrays.stream(latents.narrow(1, numbers - classes.size(), classes.size())
                                .argmax()
                                .toLongs())
                        .mapToInt(Math::toIntExact)
                        .toArray();
            }
            for (int start = 0; start < count; start += CHUNK) {
                int some = Math.min(CHUNK, count - start);
                progress.update(start, count, () -> "");
                try (var _ = TensorScope.open()) {
                    gan.sample(
                            latents.narrow(0, start, some),
                            Weights.AVERAGE,
                            pixels.asSlice((long) start * format.bytes(), (long) some * format.bytes()));
                }
            }
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
        return new EvaluatedImages(new Made(format, count, pixels, labels), arena::close, null);
    }

    /** Images in a folder, an archive or anything else that can be opened as data, at most {@code count} of them. */
    static EvaluatedImages of(String nameOrPath, Split split, SampleFormat format, int count) {
        Dataset images =
                Datasets.open(nameOrPath, LoadOptions.DEFAULT.withSplit(split).withFormat(format));
        if (images.format().equals(format)) {
            return of(images, count);
        }
        images.close();
        throw new DataException(
                nameOrPath + " holds " + images.format().medium().plural() + ", and is to be compared with "
                        + format.medium().plural() + ".");
    }

    /** An array uint8 {@code [N, H, W, C]}, at most {@code count} images of it. */
    static EvaluatedImages ofArray(Path file, int count) {
        Npy.Bytes array = Npy.readBytes(file);
        int[] shape = array.shape();
        if (shape.length != 4 || shape[3] > LARGEST_CHANNELS) {
            throw new DataException(
                    file + " has the shape " + Arrays.toString(shape)
                            + "; images are uint8 with four dimensions: [count, height, width, channels]. Of other media name a folder of files.");
        }
        ImageFormat format = new ImageFormat(shape[3], shape[1], shape[2]);
        if (shape[0] < 2) {
            throw tooFew(file.toString(), shape[0]);
        }
        Dataset images = Datasets.of(String.valueOf(file.getFileName()), format, array.data(), null, List.of());
        return of(images, count);
    }

    static DataException tooFew(String what, int count) {
        return new DataException(what + " holds " + (count == 0 ? "no images" : count + " image")
                + ": at least 2 are needed to measure anything.");
    }

    private record Made(SampleFormat format, int count, MemorySegment pixels, int[] labels) implements ImageSource {
        @Override
        public void fill(int start, int some, MemorySegment target) {
            MemorySegment.copy(pixels, (long) start * format.bytes(), target, 0, (long) some * format.bytes());
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
