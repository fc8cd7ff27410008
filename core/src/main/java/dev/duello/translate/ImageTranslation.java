package dev.duello.translate;

import dev.duello.data.DataException;
import dev.duello.data.image.Picture;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Translates images of any size. Large ones are translated in tiles of about the size of the training images that overlap by a quarter;
 * where they do, results fade into each other, so that there are no seams. Small ones are continued by their mirror image, of which
 * nothing is left in the result.
 *
 * <p>Transparency is kept, enlarged as the image is, unless it means a hole to fill.
 *
 * @param translator what makes images of images
 * @param device where it computes
 */
public record ImageTranslation(Translator translator, Device device, Weights weights) {
    /** Networks without inner images at a fraction of the size see no further than a few pixels: their tiles may be larger. */
    private static final int LARGE_TILE = 128;

    private static final int LOCAL = 4;
    private static final int OVERLAP = 4;

    /** Translates one image by a translator that knows no classes, see {@link #translate(Picture, Integer, long)}. */
    public Picture translate(Picture source, long seed) {
        return translate(source, null, seed);
    }

    /**
     * Translates one image.
     *
     * @param source with four channels
     * @param label of the class of the result; null for a translator without classes
     * @param seed of the noise, where the translator draws some
     * @throws DataException when the result would be too large for one image
     * @throws IllegalArgumentException when there is no such class
     */
    public Picture translate(Picture source, @Nullable Integer label, long seed) {
        if (translator.classes() > 0 && (label == null || label < 0 || label >= translator.classes())) {
            throw new IllegalArgumentException("The translator makes images of " + translator.classes()
                    + " classes, whose labels count from 0, and not of " + label + ".");
        }
        int channels = translator.sourceShape().channels();
        boolean keepsAlpha = channels < 4 && source.isTransparent();
        Picture made = tiled(source.withChannels(channels), label, seed);
        return keepsAlpha ? made.withAlphaOf(source.repeated(translator.factor())) : made;
    }

    private Picture tiled(Picture source, @Nullable Integer label, long seed) {
        int high = tile(translator.sourceShape().spatial().get(0));
        int wide = tile(translator.sourceShape().spatial().get(1));
        Axis down = Axis.of(source.height(), high, high / OVERLAP);
        Axis across = Axis.of(source.width(), wide, wide / OVERLAP);
        Canvas canvas = new Canvas(source, translator.factor());
        for (int top : down.starts()) {
            for (int left : across.starts()) {
                try (var _ = TensorScope.open()) {
                    Tensor part = Tensors.of(cut(source, top, left, high, wide), 1, source.channels(), high, wide)
                            .to(device);
                    Tensor labels = label == null
                            ? null
                            : Tensors.of(new long[] {label}, 1).to(device);
                    // The same noise for each tile: it belongs to the image.
                    Tensor made = translator.translate(part, labels, new RandomStream("translation", seed), weights);
                    canvas.add(made, top, left, down, across);
                }
            }
            canvas.finishAbove(down.firstOpen(top));
        }
        return canvas.picture();
    }

    private int tile(int trained) {
        if (translator.multiple() > LOCAL) {
            return trained;
        }
        int multiple = translator.multiple();
        return Math.max(trained, LARGE_TILE / multiple * multiple);
    }

    /** {@code [C, high, wide]} in [-1, 1]; beyond the image lies its mirror image. */
    private static float[] cut(Picture image, int top, int left, int high, int wide) {
        int c = image.channels();
        float[] part = new float[c * high * wide];
        for (int y = 0; y < high; y++) {
            int fromY = mirrored(top + y, image.height());
            for (int x = 0; x < wide; x++) {
                int at = (fromY * image.width() + mirrored(left + x, image.width())) * c;
                for (int channel = 0; channel < c; channel++) {
                    part[(channel * high + y) * wide + x] = (image.pixels()[at + channel] & 255) / 127.5f - 1;
                }
            }
        }
        return part;
    }

    private static int mirrored(int at, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int inside = Math.floorMod(at, period);
        return inside < length ? inside : period - inside;
    }

    /**
     * Where tiles lie along one side.
     *
     * @param length of the image
     * @param tile length of a tile
     * @param overlap of neighbors at least
     */
    record Axis(int length, int tile, int overlap, int[] starts) {
        static Axis of(int length, int tile, int overlap) {
            if (length <= tile) {
                return new Axis(length, tile, overlap, new int[] {0});
            }
            int steps = Math.ceilDiv(length - tile, tile - overlap);
            int[] starts = new int[steps + 1];
            Arrays.setAll(starts, i -> Math.min(i * (tile - overlap), length - tile));
            return new Axis(length, tile, overlap, starts);
        }

        /** How much a tile counts at a place in it: less towards an edge that is not one of the image. */
        float weight(int start, int at) {
            float before = start == 0 ? 1 : (at + 0.5f) / overlap;
            float after = start + tile >= length ? 1 : (tile - at - 0.5f) / overlap;
            return Math.clamp(Math.min(before, after), 1e-4f, 1);
        }

        /** The first place that a tile after the one at {@code start} still reaches. */
        int firstOpen(int start) {
            int i = Arrays.binarySearch(starts, start);
            return i + 1 < starts.length ? starts[i + 1] : length;
        }
    }

    /** Sums of tiles, kept only of the rows that tiles still come to; the rest is finished. */
    private static final class Canvas {
        private final Picture source;
        private final int factor;
        private final int wide;
        private final int high;
        private byte[] done = {};
        private float[] sums = {};
        private float[] weights = {};
        private int colors;
        /** The first row, of the source, that is not finished. */
        private int open;

        Canvas(Picture source, int factor) {
            this.source = source;
            this.factor = factor;
            wide = source.width() * factor;
            high = source.height() * factor;
        }

        void add(Tensor made, int top, int left, Axis down, Axis across) {
            int tileHigh = down.tile() * factor;
            int tileWide = across.tile() * factor;
            if (colors == 0) {
                begin(Math.toIntExact(made.size(1)));
            }
            reserve((top + down.tile() - open) * factor);
            float[] values = made.contiguous().toFloats();
            for (int y = 0; y < tileHigh && top * factor + y < high; y++) {
                float byRow = down.weight(top, y / factor);
                int row = (top - open) * factor + y;
                for (int x = 0; x < tileWide && left * factor + x < wide; x++) {
                    float weight = byRow * across.weight(left, x / factor);
                    int at = row * wide + left * factor + x;
                    weights[at] += weight;
                    for (int color = 0; color < colors; color++) {
                        sums[at * colors + color] += weight * values[(color * tileHigh + y) * tileWide + x];
                    }
                }
            }
        }

        private void begin(int madeColors) {
            colors = madeColors;
            long bytes = (long) high * wide * colors;
            if (bytes > Integer.MAX_VALUE - 64) {
                throw new DataException(
                        "An image of " + source.width() + " x " + source.height() + " would become one of " + wide
                                + " x " + high + " pixels, too large for one file: cut it into parts.");
            }
            done = new byte[(int) bytes];
        }

        private void reserve(int rows) {
            int places = Math.multiplyExact(rows, wide);
            if (weights.length < places) {
                weights = Arrays.copyOf(weights, places);
                sums = Arrays.copyOf(sums, Math.multiplyExact(places, colors));
            }
        }

        /** Writes the rows above {@code row} of the source, and makes room for others. */
        void finishAbove(int row) {
            int rows = Math.min(row, source.height()) * factor - open * factor;
            for (int i = 0; i < rows * wide; i++) {
                for (int color = 0; color < colors; color++) {
                    float value = sums[i * colors + color] / weights[i];
                    done[(open * factor * wide + i) * colors + color] =
                            (byte) Math.clamp(Math.round(value * 127.5 + 127.5), 0, 255);
                }
            }
            int gone = rows * wide;
            System.arraycopy(weights, gone, weights, 0, weights.length - gone);
            Arrays.fill(weights, weights.length - gone, weights.length, 0);
            System.arraycopy(sums, gone * colors, sums, 0, sums.length - gone * colors);
            Arrays.fill(sums, sums.length - gone * colors, sums.length, 0);
            open = row;
        }

        Picture picture() {
            return new Picture(high, wide, colors, done);
        }
    }
}
