package dev.duello.data.source;

import dev.duello.Messages;
import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.cache.CacheHeader;
import dev.duello.data.cache.CacheReader;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.cache.SegmentDataset;
import dev.duello.data.catalog.DatasetCatalog;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens data sets by name or path.
 *
 * <p>What is opened for the first time is decoded into a flat file in the {@link CacheFolder}; from then on it opens at
 * once, until its files or the options change.
 */
public final class Datasets {

    private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

    private Datasets() {}

    /**
     * Opens a data set. The caller closes it.
     *
     * @param nameOrPath a name in the {@link DatasetCatalog}, which wins over a path of the same name; or the path of
     *     <ul>
     *       <li>a folder of images or of sounds, recursive, where at least two folders at the top are classes;
     *       <li>a text file, or a folder of them: each line is a sample, and without folders each file a class;
     *       <li>a zip or tar archive of the same, the latter gzipped or not;
     *       <li>an IDX file, gzipped or not, or a folder with the four of MNIST;
     *       <li>CIFAR-10 in its binary version: folder, archive or one batch;
     *       <li>with a prefix, one side of pairs that lie together, see {@link PairSide};
     *       <li>a file that was prepared on Apache Spark.
     *     </ul>
     *
     * @param options the format wanted; what is left open is derived from the data
     * @throws DataException when there is no such data, none of it can be read, or the cache cannot be written
     */
    public static Dataset open(String nameOrPath, LoadOptions options) {
        SegmentDataset prepared =
                DatasetCatalog.find(nameOrPath).isPresent() ? null : PreparedFile.open(nameOrPath, options);
        if (prepared != null) {
            return prepared;
        }
        try (Source source = new SourceFinder(nameOrPath, options.split()).find()) {
            Path cacheFile = cacheFile(source, options);
            SegmentDataset cached = CacheReader.open(cacheFile);
            if (cached != null) {
                return cached.withHeldOut(() -> heldOut(nameOrPath, options, cached));
            }
            LOG.debug("Reading {} for the first time", source.name());
            source.load(options, cacheFile);
            SegmentDataset loaded = CacheReader.open(cacheFile);
            if (loaded == null) {
                throw new DataException("The cache file " + cacheFile + " was damaged as soon as it was written.");
            }
            if (loaded.skippedCount() > 0) {
                LOG.warn(
                        "{} of the {} in {} could not be read, such as {}: {}",
                        loaded.skippedCount(),
                        loaded.format().medium().plural(),
                        source.name(),
                        loaded.skipped().get(0).file(),
                        loaded.skipped().get(0).reason());
            }
            return loaded.withHeldOut(() -> heldOut(nameOrPath, options, loaded));
        } catch (IOException e) {
            throw new DataException("Cannot read " + nameOrPath + ": " + Messages.reason(e) + ".", e);
        }
    }

    /** The test part, when this is the training part and there is one. */
    private static @Nullable Dataset heldOut(String nameOrPath, LoadOptions options, Dataset opened) {
        if (options.split() != Split.TRAIN) {
            return null;
        }
        Dataset test;
        try {
            test = open(nameOrPath, options.withFormat(opened.format()).withSplit(Split.TEST));
        } catch (DataException e) {
            LOG.debug("Nothing is held out: {}", e.getMessage());
            return null;
        }
        if (!test.fingerprint().equals(opened.fingerprint())) {
            return test;
        }
        test.close();
        return null;
    }

    /**
     * A set of samples that are in memory already, without a held-out part. The bytes are copied outside the heap. The caller closes the set.
     *
     * @param samples in the stored form of the format, one behind the other, at least 1
     * @param labels {@code [N]} indices into the classes, or null
     * @param classes the names of the classes, or an empty list
     * @throws IllegalArgumentException when the lengths do not fit each other
     */
    public static Dataset of(
            String name, SampleFormat format, byte[] samples, int @Nullable [] labels, List<String> classes) {
        int size = samples.length / format.bytes();
        if (size == 0 || size * format.bytes() != samples.length || labels != null && labels.length != size) {
            throw new IllegalArgumentException(samples.length + " bytes and " + (labels == null ? "no" : labels.length)
                    + " labels are not a set of samples of " + format + ".");
        }
        Arena arena = Arena.ofShared();
        MemorySegment outside = arena.allocate(samples.length).copyFrom(MemorySegment.ofArray(samples));
        MemorySegment numbers = null;
        if (labels != null) {
            numbers = arena.allocate(ValueLayout.JAVA_INT, size);
            MemorySegment.copy(labels, 0, numbers, SegmentDataset.LABEL, 0, size);
        }
        Sha256 digest = CacheWriter.fingerprint(format);
        digest.add(samples, 0, samples.length);
        if (numbers != null) {
            digest.add(numbers.asByteBuffer());
        }
        String fingerprint = "sha256:" + digest.add(size).hex();
        return new SegmentDataset(
                arena,
                new SegmentDataset.About(
                        name, format, size, List.copyOf(classes), fingerprint, List.of(), 0, LoadReport.EMPTY),
                outside,
                numbers);
    }

    private static Path cacheFile(Source source, LoadOptions options) throws IOException {
        Sha256 key =
                new Sha256().add(CacheHeader.VERSION).add(options.toString()).add(source.name());
        source.identify(key);
        String legible = source.name().replaceAll("[^A-Za-z0-9._-]", "_");
        return CacheFolder.path()
                .resolve("sets")
                .resolve(legible.substring(0, Math.min(40, legible.length())) + "-"
                        + key.hex().substring(0, 32) + ".samples");
    }
}
