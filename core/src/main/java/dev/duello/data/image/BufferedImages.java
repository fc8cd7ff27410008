package dev.duello.data.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Bytes as images for ImageIO. */
final class BufferedImages {

    private BufferedImages() {}

    /** An image over the bytes {@code [H, W, C]}, which are not copied. */
    static BufferedImage image(ImageFormat format, byte[] pixels) {
        if (pixels.length != format.bytes()) {
            throw new IllegalArgumentException(
                    "An image of " + format + " has " + format.bytes() + " bytes, not " + pixels.length + ".");
        }
        return image(format.height(), format.width(), format.channels(), pixels);
    }

    static BufferedImage image(int height, int width, int c, byte[] pixels) {
        int[] bands = new int[c];
        for (int band = 0; band < c; band++) {
            bands[band] = band;
        }
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length), width, height, width * c, c, bands, null);
        ColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(c == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                c == 4,
                false,
                c == 4 ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE);
        return new BufferedImage(colors, raster, false, null);
    }
}
