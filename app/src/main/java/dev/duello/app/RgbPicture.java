package dev.duello.app;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.nn.Shape;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/** Images of any channels as RGB, to stand beside maps in colors. */
final class RgbPicture {
    private RgbPicture() {}

    static ImageFormat format(ImageFormat of) {
        return new ImageFormat(3, of.height(), of.width());
    }

    /** @param pixels uint8 {@code [H, W, C]}; what is transparent shows what lies under it */
    static byte[] of(ImageFormat format, byte[] pixels) {
        int c = format.channels();
        byte[] rgb = new byte[3 * format.height() * format.width()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = pixels[i / 3 * c + (c == 1 ? 0 : i % 3)];
        }
        return rgb;
    }

    /** As it is stored, of the format. @param image a sample in its model form, {@code [C, spatial...]} in [-1, 1] */
    static byte[] stored(SampleFormat format, float[] image) {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(format.bytes());
            format.toStored(Tensors.of(image, new Shape(format.shape()).batch(1)))
                    .copyTo(pixels);
            return pixels.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** How far two images are apart, from black. */
    static byte[] difference(byte[] a, byte[] b) {
        byte[] difference = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = (byte) Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return difference;
    }

    /** Luminance of each pixel, 0 to 1, row by row. */
    static double[] luminance(byte[] rgb) {
        double[] light = new double[rgb.length / 3];
        for (int i = 0; i < light.length; i++) {
            light[i] = (0.299 * (rgb[3 * i] & 0xff) + 0.587 * (rgb[3 * i + 1] & 0xff) + 0.114 * (rgb[3 * i + 2] & 0xff))
                    / 255;
        }
        return light;
    }

    /** Pictures side by side as one PNG. @param columns how many in a row */
    static void write(Path file, ImageFormat format, List<byte[]> rgb, int columns) {
        byte[] all = joined(rgb);
        ImageGrid.ofColumns(columns, format).write(file, format, MemorySegment.ofArray(all));
    }

    static byte[] joined(List<byte[]> rgb) {
        byte[] all = new byte[rgb.size() * rgb.getFirst().length];
        for (int i = 0; i < rgb.size(); i++) {
            System.arraycopy(rgb.get(i), 0, all, i * rgb.getFirst().length, rgb.getFirst().length);
        }
        return all;
    }
}
