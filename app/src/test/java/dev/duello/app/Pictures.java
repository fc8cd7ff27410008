package dev.duello.app;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A folder of small pictures: bright squares on dark ground. */
final class Pictures {
    private Pictures() {}

    static void write(Path folder, int count) {
        ImageFormat format = new ImageFormat(3, 16, 16);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[format.bytes()];
            int left = random.nextInt(8);
            int top = random.nextInt(8);
            for (int y = top; y < top + 8; y++) {
                for (int x = left; x < left + 8; x++) {
                    pixels[(y * 16 + x) * 3 + i % 3] = (byte) 200;
                }
            }
            PngFiles.write(folder.resolve(i + ".png"), format, pixels);
        }
    }
}
