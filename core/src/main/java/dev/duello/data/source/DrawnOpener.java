package dev.duello.data.source;

import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.drawn.DrawnImages;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images that a program draws. */
record DrawnOpener(DrawnImages images, Split split) implements RecordSource.Opener {
    @Override
    public void identify(Sha256 key) {
        key.add(images.version()).add(split.toString());
    }

    @Override
    public RecordStream open() {
        return new Drawn(images, split);
    }

    private static final class Drawn implements RecordStream {
        private final DrawnImages images;
        private final Split split;
        private int next;

        private Drawn(DrawnImages images, Split split) {
            this.images = images;
            this.split = split;
        }

        @Override
        public ImageFormat format() {
            return images.format();
        }

        @Override
        public boolean labeled() {
            return true;
        }

        @Override
        public List<String> classes() {
            return images.classes();
        }

        @Override
        public @Nullable Chunk next() {
            int bytes = images.format().bytes();
            int count = Math.min(RecordStream.perChunk(bytes), images.count(split) - next);
            if (count == 0) {
                return null;
            }
            byte[] pixels = new byte[count * bytes];
            int[] labels = new int[count];
            for (int i = 0; i < count; i++, next++) {
                System.arraycopy(images.draw(split, next), 0, pixels, i * bytes, bytes);
                labels[i] = images.label(split, next);
            }
            return new Chunk(count, pixels, labels);
        }

        @Override
        public void close() {}
    }
}
