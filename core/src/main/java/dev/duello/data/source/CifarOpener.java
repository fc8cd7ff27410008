package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.files.ByteSource;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The binary version of CIFAR-10: records of one byte of label and 3072 bytes of 32x32 pixels, plane by plane.
 *
 * @param batches read one after the other
 */
record CifarOpener(List<? extends ByteSource> batches) implements RecordSource.Opener {

    static final int RECORD = 3073;
    static final ImageFormat FORMAT = new ImageFormat(3, 32, 32);

    private static final int PLANE = 1024;

    @Override
    public void identify(Sha256 key) throws IOException {
        for (ByteSource batch : batches) {
            batch.identify(key);
        }
    }

    @Override
    public RecordStream open() {
        return new Stream(batches);
    }

    private static final class Stream implements RecordStream {

        private final List<? extends ByteSource> batches;
        private int batch;
        private long record;
        private @Nullable InputStream in;

        private Stream(List<? extends ByteSource> batches) {
            this.batches = batches;
        }

        @Override
        public ImageFormat format() {
            return FORMAT;
        }

        @Override
        public boolean labeled() {
            return true;
        }

        @Override
        public List<String> classes() {
            return DatasetCatalog.CIFAR_10_CLASSES;
        }

        @Override
        public @Nullable Chunk next() throws IOException {
            while (batch < batches.size()) {
                if (in == null) {
                    in = batches.get(batch).open();
                    record = 0;
                }
                byte[] bytes = in.readNBytes(RecordStream.perChunk(RECORD) * RECORD);
                if (bytes.length > 0) {
                    return chunk(bytes);
                }
                in.close();
                in = null;
                batch++;
            }
            return null;
        }

        private Chunk chunk(byte[] bytes) {
            String name = batches.get(batch).name();
            int count = bytes.length / RECORD;
            if (count * RECORD != bytes.length) {
                throw new DataException(name + " is cut short: its length is not a multiple of " + RECORD
                        + " bytes, as that of a CIFAR-10 binary file is.");
            }
            byte[] pixels = new byte[count * 3 * PLANE];
            int[] labels = new int[count];
            for (int i = 0; i < count; i++, record++) {
                labels[i] = bytes[i * RECORD] & 0xff;
                if (labels[i] >= DatasetCatalog.CIFAR_10_CLASSES.size()) {
                    throw new DataException(
                            name + " is not a CIFAR-10 binary file: image " + record + " has label " + labels[i] + ".");
                }
                for (int p = 0; p < 3 * PLANE; p++) {
                    pixels[(i * PLANE + p % PLANE) * 3 + p / PLANE] = bytes[i * RECORD + 1 + p];
                }
            }
            return new Chunk(count, pixels, labels);
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
