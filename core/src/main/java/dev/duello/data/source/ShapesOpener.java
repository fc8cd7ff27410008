package dev.duello.data.source;

import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.shapes.ShapeDrawing;
import dev.duello.data.shapes.ShapeFactors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The images that {@link ShapeDrawing} draws. */
record ShapesOpener(Split split) implements RecordSource.Opener {
    /** Changes with every change of what is drawn, so that no cache holds the old images. */
    private static final String VERSION = "shapes-1";

    @Override
    public void identify(Sha256 key) {
        key.add(VERSION).add(split.toString());
    }

    @Override
    public RecordStream open() {
        return new Drawn(split);
    }

    private static final class Drawn implements RecordStream {
        private final Split split;
        private int next;

        private Drawn(Split split) {
            this.split = split;
        }

        @Override
        public ImageFormat format() {
            return ShapeDrawing.FORMAT;
        }

        @Override
        public boolean labeled() {
            return true;
        }

        @Override
        public List<String> classes() {
            return ShapeFactors.classes();
        }

        @Override
        public @Nullable Chunk next() {
            int bytes = ShapeDrawing.FORMAT.bytes();
            int count = Math.min(RecordStream.perChunk(bytes), ShapeFactors.count(split) - next);
            if (count == 0) {
                return null;
            }
            byte[] pixels = new byte[count * bytes];
            int[] labels = new int[count];
            for (int i = 0; i < count; i++, next++) {
                ShapeFactors factors = ShapeFactors.of(split, next);
                System.arraycopy(ShapeDrawing.draw(factors), 0, pixels, i * bytes, bytes);
                labels[i] = factors.kind().ordinal();
            }
            return new Chunk(count, pixels, labels);
        }

        @Override
        public void close() {}
    }
}
