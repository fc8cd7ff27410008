package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.export.ExportedFolder;
import dev.duello.metric.StructuralSimilarity;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Samples for an encoder: files, or samples of the data that were not trained on. */
final class GivenImages {
    private static final int BATCH = 100;

    private GivenImages() {}

    /** Files of any size, brought to the format of a model. @return samples in their stored form */
    static MemorySegment read(List<Path> files, Fit fit, SampleFormat format, Arena arena) {
        MemorySegment stored = arena.allocate((long) files.size() * format.bytes());
        for (int i = 0; i < files.size(); i++) {
            byte[] image = SampleFile.read(files.get(i), format, fit);
            stored.asSlice((long) i * image.length, image.length).copyFrom(MemorySegment.ofArray(image));
        }
        return stored;
    }

    /**
     * Images that were not trained on.
     *
     * @param most how many, at most
     * @return samples in their stored form
     * @throws DataException when all were trained on
     */
    static MemorySegment heldOut(Experiment experiment, SampleFormat format, int most, Arena arena) {
        DataSettings data = experiment.data();
        try (Dataset all =
                Datasets.open(data.source(), data.loadOptions(Split.TRAIN).withFormat(format))) {
            Dataset heldOut = experiment.trainingPart(all).heldOut();
            if (heldOut == null) {
                throw new DataException(
                        "All images of " + data.source()
                                + " were trained on: it has no test part, and data.held-out is 0. Name images instead of --held-out.");
            }
            int some = Math.min(most, heldOut.size());
            MemorySegment stored = arena.allocate((long) some * format.bytes());
            // Spread over the set: folders are sorted by class.
            heldOut.gather(
                    IntStream.range(0, some)
                            .map(i -> (int) ((long) i * heldOut.size() / some))
                            .toArray(),
                    stored);
            return stored;
        }
    }

    /** The same of a run. @throws DataException also when it is an exported folder, which does not know its data */
    static MemorySegment heldOut(Path run, SampleFormat format, int most, Arena arena) {
        if (ExportedFolder.isOne(run)) {
            throw new DataException(run
                    + " is an exported folder, which does not know the images that it was not trained on. Name images instead of"
                    + " --held-out.");
        }
        return heldOut(RunDirectory.open(run).experiment(), format, most, arena);
    }

    /** The mean structural similarity; empty for images that are smaller than its window, and for other media. */
    static OptionalDouble similarity(SampleFormat samples, MemorySegment originals, MemorySegment reconstructions) {
        if (!(samples instanceof ImageFormat format)
                || Math.min(format.height(), format.width()) < StructuralSimilarity.WINDOW) {
            return OptionalDouble.empty();
        }
        int count = Math.toIntExact(originals.byteSize() / format.bytes());
        double sum = 0;
        for (int start = 0; start < count; start += BATCH) {
            int some = Math.min(BATCH, count - start);
            try (var _ = TensorScope.open()) {
                sum += StructuralSimilarity.of(
                                values(format, originals, start, some), values(format, reconstructions, start, some))
                        .sum()
                        .item();
            }
        }
        return OptionalDouble.of(sum / count);
    }

    private static Tensor values(ImageFormat format, MemorySegment images, int start, int count) {
        MemorySegment some = images.asSlice((long) start * format.bytes(), (long) count * format.bytes());
        return format.toTensor(some, count, Device.CPU).to(DType.FLOAT64).add(1).multiply(0.5);
    }
}
