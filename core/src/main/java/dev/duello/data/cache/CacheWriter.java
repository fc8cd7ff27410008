package dev.duello.data.cache;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.FileErrors;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes a cache file sample by sample, holding neither samples nor labels in memory, only some bytes for each. The file appears under its name only
 * when {@link #finish} has succeeded. For one thread; {@link #close} removes what was not finished.
 */
public final class CacheWriter implements AutoCloseable {

    private static final int MAX_SKIPPED = 1000;
    private static final int BUFFER = 1 << 20;

    private final Path file;
    private final SampleFormat format;
    private final List<SkippedFile> skipped = new ArrayList<>();
    private final Sha256 fingerprint;
    private final DuplicateCounter copies = new DuplicateCounter();
    private final ByteBuffer sampleBuffer = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer labelBuffer = ByteBuffer.allocate(BUFFER / 16).order(ByteOrder.LITTLE_ENDIAN);
    private final Path beside;
    private final FileChannel samples;
    private @Nullable Path labelsBeside;
    private @Nullable FileChannel labels;
    private long size;
    private int skippedCount;

    /** @throws DataException when the folder cannot be written to */
    public CacheWriter(Path file, SampleFormat format, boolean labeled) {
        this.file = file;
        this.format = format;
        fingerprint = fingerprint(format);
        try {
            beside = AtomicFiles.beside(file);
            AtomicFiles.sweep(beside.getParent());
            samples = FileChannel.open(beside, StandardOpenOption.READ, StandardOpenOption.WRITE);
            samples.position(CacheHeader.BYTES);
            if (labeled) {
                // Labels go behind the samples, whose number is not known before the end.
                labelsBeside = AtomicFiles.beside(file);
                labels = FileChannel.open(labelsBeside, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /** The beginning of the fingerprint of a set: its format. */
    public static Sha256 fingerprint(SampleFormat format) {
        Sha256 digest = new Sha256();
        format.shape().forEach(digest::add);
        // Images came first, and keep the fingerprints that runs have written down.
        return format.medium() == Medium.IMAGE ? digest : digest.add(format.toString());
    }

    public SampleFormat format() {
        return format;
    }

    public long size() {
        return size;
    }

    /** Adds one sample. @param sample in its stored form, starting at {@code offset} */
    public void add(byte[] sample, int offset, int label) {
        fingerprint.add(sample, offset, format.bytes());
        copies.add(sample, offset, format.bytes());
        int done = 0;
        while (done < format.bytes()) {
            int count = Math.min(format.bytes() - done, sampleBuffer.remaining());
            sampleBuffer.put(sample, offset + done, count);
            done += count;
            if (!sampleBuffer.hasRemaining()) {
                flush(sampleBuffer, samples);
            }
        }
        if (labels != null) {
            labelBuffer.putInt(label);
            if (!labelBuffer.hasRemaining()) {
                flush(labelBuffer, labels);
            }
        }
        if (++size > Integer.MAX_VALUE - 8) {
            throw new DataException("A data set holds at most " + (Integer.MAX_VALUE - 8) + " samples.");
        }
    }

    public void skip(String name, String reason) {
        skippedCount++;
        if (skipped.size() < MAX_SKIPPED) {
            skipped.add(new SkippedFile(name, reason));
        }
    }

    /** What was skipped so far, for the sentence when nothing is left. */
    public List<SkippedFile> skipped() {
        return skipped;
    }

    public int skippedCount() {
        return skippedCount;
    }

    /** What was added more than once. @param names what to call a sample by its index */
    public LoadReport.Copies copies(IntFunction<String> names) {
        return copies.find(names);
    }

    /** Completes the file and gives it its name. */
    public void finish(String name, List<String> classes, LoadReport report) {
        try {
            flush(sampleBuffer, samples);
            long labelsAt = 0;
            if (labels != null) {
                flush(labelBuffer, labels);
                labelsAt = (samples.position() + 3) & ~3L;
                samples.position(labelsAt);
                appendLabels(labels);
            }
            long remarksAt = samples.position();
            byte[] remarks = new CacheMetadata(name, classes, skipped, skippedCount, report).encode();
            AtomicFiles.writeFully(samples, ByteBuffer.wrap(remarks));
            fingerprint.add(size);
            CacheHeader header = new CacheHeader(
                    format,
                    (int) size,
                    labelsAt,
                    remarksAt,
                    samples.position(),
                    CacheHeader.crc(remarks, remarks.length),
                    fingerprint.bytes());
            samples.position(0);
            AtomicFiles.writeFully(samples, header.encode());
            samples.force(true);
            samples.close();
            AtomicFiles.replace(beside, file);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    @Override
    public void close() {
        try {
            samples.close();
            if (labels != null) {
                labels.close();
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        } finally {
            AtomicFiles.discard(beside);
            AtomicFiles.discard(labelsBeside);
        }
    }

    private void appendLabels(FileChannel from) throws IOException {
        from.position(0);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (from.read(buffer) >= 0) {
            buffer.flip();
            fingerprint.add(buffer.duplicate());
            AtomicFiles.writeFully(samples, buffer);
            buffer.clear();
        }
    }

    private void flush(ByteBuffer buffer, FileChannel channel) {
        try {
            AtomicFiles.writeFully(channel, buffer.flip());
            buffer.clear();
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }
}
