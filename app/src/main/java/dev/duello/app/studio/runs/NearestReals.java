package dev.duello.app.studio.runs;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * The real images that are most like one of a grid of samples, pixel by pixel: whether a generator copies. The cost is bounded, since
 * of large sets only some images are looked at.
 */
public final class NearestReals {
    private static final int NEAREST = 6;
    /** Bytes of real images that are looked at: 60,000 of 28x28 all, of larger ones as many as fit. */
    private static final long MOST_BYTES = 64 << 20;
    /** Real images whose own nearest is looked for, to tell what is near. */
    private static final int TYPICAL = 15;

    private NearestReals() {}

    /**
     * Real images, the nearest first.
     *
     * @param of how many were looked at
     * @param all how many there are
     * @param typical how far a real image is from its nearest other one, the median of a few
     * @param distances root mean square of the differences of pixels, 0 to 1
     * @param numbers which images of the data they are
     * @param pixels uint8 {@code [N, H, W, C]}
     */
    public record Found(
            int height,
            int width,
            int channels,
            int of,
            int all,
            double typical,
            double[] distances,
            int[] numbers,
            byte[] pixels) {}

    /**
     * @param grid a file of samples in the run
     * @param index which image of it
     * @throws HttpException when there is no such image, or its data are another size by now
     * @throws dev.duello.data.DataException when the data are not there any more
     */
    public static synchronized Found of(Run run, Path grid, int index) throws IOException {
        Experiment experiment = RunDirectory.open(run.path()).experiment();
        RunDetails.Grid layout = run.grid();
        if (layout == null || index < 0 || index >= layout.count()) {
            throw HttpException.notFound("There is no such image in the grid.");
        }
        try (Dataset images =
                Datasets.open(experiment.data().source(), experiment.data().loadOptions(Split.TRAIN))) {
            ImageFormat format = ImageFormat.of(images);
            if (format.height() != layout.height() || format.width() != layout.width()) {
                throw new HttpException(409, "The images of " + images.name() + " are " + format + " by now.");
            }
            byte[] fake = cut(ImageIO.read(grid.toFile()), layout, format, index);
            int count = (int) Math.min(images.size(), Math.max(2 * TYPICAL, MOST_BYTES / format.bytes()));
            int[] numbers = new int[count];
            Arrays.setAll(numbers, i -> (int) ((long) i * images.size() / count));
            return nearest(images, numbers, fake);
        }
    }

    private static Found nearest(Dataset images, int[] numbers, byte[] fake) {
        int size = images.format().bytes();
        int some = Math.min(TYPICAL, numbers.length);
        byte[][] reals = new byte[some][];
        int[] own = new int[some];
        for (int i = 0; i < some; i++) {
            own[i] = (int) ((long) i * numbers.length / some);
            reals[i] = images.stored(numbers[own[i]]);
        }
        long[] squares = new long[numbers.length];
        long[] least = new long[some];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int i = 0; i < numbers.length; i++) {
            byte[] real = images.stored(numbers[i]);
            squares[i] = square(fake, real);
            for (int j = 0; j < some; j++) {
                if (own[j] != i) {
                    least[j] = Math.min(least[j], square(reals[j], real));
                }
            }
        }
        Integer[] order = new Integer[numbers.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(squares[a], squares[b]));
        int found = Math.min(NEAREST, order.length);
        double[] distances = new double[found];
        int[] chosen = new int[found];
        byte[] pixels = new byte[found * size];
        for (int i = 0; i < found; i++) {
            distances[i] = root(squares[order[i]], size);
            chosen[i] = numbers[order[i]];
            System.arraycopy(images.stored(chosen[i]), 0, pixels, i * size, size);
        }
        Arrays.sort(least);
        ImageFormat format = ImageFormat.of(images);
        return new Found(
                format.height(),
                format.width(),
                format.channels(),
                numbers.length,
                images.size(),
                some < 2 ? 0 : root(least[some / 2], size),
                distances,
                chosen,
                pixels);
    }

    private static long square(byte[] a, byte[] b) {
        long sum = 0;
        for (int start = 0; start < a.length; start += 1 << 14) {
            // So few of them fit an int, in which the loop is vectorized.
            int part = 0;
            int end = Math.min(a.length, start + (1 << 14));
            for (int i = start; i < end; i++) {
                int difference = (a[i] & 0xff) - (b[i] & 0xff);
                part += difference * difference;
            }
            sum += part;
        }
        return sum;
    }

    private static double root(long square, int size) {
        return Math.sqrt((double) square / size) / 255;
    }

    /** One image out of the grid, as large as it was before the grid enlarged it. */
    private static byte[] cut(BufferedImage picture, RunDetails.Grid layout, ImageFormat format, int index) {
        int across = layout.columns() * (layout.width() + layout.margin()) + layout.margin();
        int zoom = picture == null ? 0 : picture.getWidth() / across;
        if (zoom < 1 || picture.getRaster().getNumBands() != format.channels()) {
            throw new HttpException(409, "The grid is not of images of " + format + ".");
        }
        int left = index % layout.columns() * (layout.width() + layout.margin()) + layout.margin();
        int top = index / layout.columns() * (layout.height() + layout.margin()) + layout.margin();
        byte[] pixels = new byte[format.bytes()];
        Raster raster = picture.getRaster();
        int at = 0;
        for (int y = 0; y < layout.height(); y++) {
            for (int x = 0; x < layout.width(); x++) {
                for (int c = 0; c < format.channels(); c++) {
                    pixels[at++] = (byte) raster.getSample((left + x) * zoom, (top + y) * zoom, c);
                }
            }
        }
        return pixels;
    }
}
