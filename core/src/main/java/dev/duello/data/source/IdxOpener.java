package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.data.files.ByteSource;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IDX files of one split.
 *
 * @param images rank 3, or rank 4 with the channels last
 * @param labels rank 1, or null
 * @param classes the names of the classes when they are known, else empty
 */
record IdxOpener(ByteSource images, @Nullable ByteSource labels, List<String> classes) implements RecordSource.Opener {

    @Override
    public void identify(Sha256 key) throws IOException {
        images.identify(key);
        if (labels != null) {
            labels.identify(key);
        }
        classes.forEach(key::add);
    }

    @Override
    public RecordStream open() throws IOException {
        IdxStream imageStream = IdxStream.open(images, "images", 3, 4);
        try {
            ImageFormat format = format(imageStream);
            IdxStream labelStream = labels == null ? null : IdxStream.open(labels, "labels", 1, 1);
            if (labelStream != null && labelStream.count() != imageStream.count()) {
                labelStream.close();
                throw new DataException(imageStream.name() + " declares " + imageStream.count() + " images, but "
                        + labelStream.name() + " declares " + labelStream.count() + " labels.");
            }
            return new IdxRecords(format, imageStream, labelStream, classes);
        } catch (IOException | RuntimeException e) {
            imageStream.close();
            throw e;
        }
    }

    private static ImageFormat format(IdxStream stream) {
        long[] sides = stream.sides();
        try {
            return new ImageFormat(
                    sides.length == 3 ? Math.toIntExact(sides[2]) : 1,
                    Math.toIntExact(sides[0]),
                    Math.toIntExact(sides[1]));
        } catch (ArithmeticException | DataException e) {
            throw new DataException(
                    stream.name() + " declares images that cannot be: " + sides[0] + " x " + sides[1]
                            + (sides.length == 3 ? " x " + sides[2] : "") + ".",
                    e);
        }
    }
}
