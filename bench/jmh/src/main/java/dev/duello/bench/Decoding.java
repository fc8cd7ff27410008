package dev.duello.bench;

import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One image file, from its bytes to the pixels of a data set: the decoder, the cut, the filter, the rounding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Decoding {
    @Param({"png", "jpeg"})
    public String kind;

    /** From what side in pixels, of a square, to what side. */
    @Param({"28 to 28", "64 to 64", "640 to 64", "1024 to 64"})
    public String sides;

    private byte[] bytes;
    private ImageFormat format;

    @Setup
    public void encode() throws IOException {
        int from = Integer.parseInt(sides.replaceAll(" .*", ""));
        int to = Integer.parseInt(sides.replaceAll(".* ", ""));
        // The small ones are as Fashion-MNIST is, the others photographs.
        boolean gray = from == 28;
        format = new ImageFormat(gray ? 1 : 3, to, to);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(picture(from, gray), kind, out);
        bytes = out.toByteArray();
    }

    /** Soft waves with a little noise, which pack about as well as photographs do. */
    private static BufferedImage picture(int side, boolean gray) {
        BufferedImage image =
                new BufferedImage(side, side, gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        SplittableRandom random = new SplittableRandom(0);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int band = 0; band < (gray ? 1 : 3); band++) {
                    double wave = Math.sin((x * (band + 1) + 2 * y) * 9.0 / side);
                    image.getRaster().setSample(x, y, band, (int) (128 + 100 * wave) + random.nextInt(9));
                }
            }
        }
        return image;
    }

    /** As a folder or an archive is read. */
    @Benchmark
    public byte[] decode() {
        return PngFiles.decode(bytes, format, Fit.CROP);
    }

    /** What ImageIO alone takes: the difference to {@link #decode} is Duello's. */
    @Benchmark
    public BufferedImage imageIoAlone() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}
