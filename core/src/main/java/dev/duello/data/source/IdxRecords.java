package dev.duello.data.source;

import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images and labels read side by side from two IDX files. */
final class IdxRecords implements RecordStream {

    private final ImageFormat format;
    private final IdxStream images;
    private final @Nullable IdxStream labels;
    private final List<String> classes;

    IdxRecords(ImageFormat format, IdxStream images, @Nullable IdxStream labels, List<String> classes) {
        this.format = format;
        this.images = images;
        this.labels = labels;
        this.classes = classes;
    }

    @Override
    public ImageFormat format() {
        return format;
    }

    @Override
    public boolean labeled() {
        return labels != null;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public @Nullable Chunk next() throws IOException {
        int count = (int) Math.min(images.left(), RecordStream.perChunk(format.bytes()));
        if (count == 0) {
            return null;
        }
        byte[] pixels = images.read(count, format.bytes());
        int[] numbers = new int[labels == null ? 0 : count];
        if (labels != null) {
            byte[] bytes = labels.read(count, 1);
            for (int i = 0; i < count; i++) {
                numbers[i] = bytes[i] & 0xff;
            }
        }
        return new Chunk(count, pixels, numbers);
    }

    @Override
    public void close() throws IOException {
        try (images) {
            if (labels != null) {
                labels.close();
            }
        }
    }
}
