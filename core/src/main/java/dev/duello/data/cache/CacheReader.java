package dev.duello.data.cache;

import dev.duello.Messages;
import dev.duello.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps cache files. */
public final class CacheReader {

    private static final Logger LOG = LoggerFactory.getLogger(CacheReader.class);

    private CacheReader() {}

    /** Whether there is a file that begins as one, whatever its name. */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CacheHeader.isStart(in.readNBytes(CacheHeader.BYTES));
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + Messages.reason(e) + ".", e);
        }
    }

    /**
     * Opens a cache file.
     *
     * @return null when there is none, or it is damaged and has to be made again
     * @throws DataException when there is one but it may not be read
     */
    public static @Nullable SegmentDataset open(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        Arena arena = Arena.ofShared();
        SegmentDataset set = null;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            set = map(channel, arena);
            if (set == null) {
                LOG.warn("{} is damaged, and is made again", file);
            }
            return set;
        } catch (IOException e) {
            throw new DataException("Cannot read the cache file " + file + ": " + Messages.reason(e) + ".", e);
        } finally {
            if (set == null) {
                arena.close();
            }
        }
    }

    private static @Nullable SegmentDataset map(FileChannel channel, Arena arena) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(CacheHeader.BYTES);
        while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
        CacheHeader header = CacheHeader.decode(start.flip(), channel.size());
        if (header == null) {
            return null;
        }
        byte[] text = new byte[Math.toIntExact(header.fileLength() - header.remarksAt())];
        ByteBuffer buffer = ByteBuffer.wrap(text);
        while (buffer.hasRemaining() && channel.read(buffer, header.remarksAt() + buffer.position()) >= 0) {}
        if (CacheHeader.crc(text, text.length) != header.remarksCrc()) {
            return null;
        }
        CacheMetadata remarks = CacheMetadata.decode(text);
        MemorySegment samples = channel.map(MapMode.READ_ONLY, CacheHeader.BYTES, header.sampleBytes(), arena);
        MemorySegment labels = header.labelsAt() == 0
                ? null
                : channel.map(MapMode.READ_ONLY, header.labelsAt(), (long) header.size() * Integer.BYTES, arena);
        SegmentDataset.About about = new SegmentDataset.About(
                remarks.name(),
                header.format(),
                header.size(),
                remarks.classes(),
                "sha256:" + HexFormat.of().formatHex(header.fingerprint()),
                remarks.skipped(),
                remarks.skippedCount(),
                remarks.report());
        return new SegmentDataset(arena, about, samples, labels);
    }
}
