package dev.duello.data.video;

import dev.duello.data.UnreadableFileException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The image files of a folder of frames as one array of bytes: of each its length, then the file. */
public final class FramePack {
    private FramePack() {}

    /** @throws UnreadableFileException when they are too long for one array */
    public static byte[] of(List<byte[]> files) throws UnreadableFileException {
        long bytes = files.stream()
                .mapToLong(file -> Integer.BYTES + (long) file.length)
                .sum();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new UnreadableFileException("its frames take more than 2 GiB: put them into several folders");
        }
        ByteBuffer pack = ByteBuffer.allocate((int) bytes);
        files.forEach(file -> pack.putInt(file.length).put(file));
        return pack.array();
    }

    static List<byte[]> files(byte[] pack) throws UnreadableFileException {
        ByteBuffer rest = ByteBuffer.wrap(pack);
        List<byte[]> files = new ArrayList<>();
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new UnreadableFileException("its frames are cut short");
            }
            byte[] file = new byte[length];
            rest.get(file);
            files.add(file);
        }
        if (files.isEmpty()) {
            throw new UnreadableFileException("it holds no frames");
        }
        return files;
    }
}
