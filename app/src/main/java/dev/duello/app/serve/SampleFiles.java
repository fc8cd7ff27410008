package dev.duello.app.serve;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.WavFiles;

/** Samples as single files: PNG of images, WAV of sounds. */
public final class SampleFiles {
    private SampleFiles() {}

    /** With the point. */
    public static String extension(SampleFormat format) {
        return format instanceof SoundFormat ? ".wav" : ".png";
    }

    /** @param sample as it is stored */
    public static byte[] encode(SampleFormat format, byte[] sample) {
        return switch (format) {
            case ImageFormat image -> PngFiles.encode(image, sample);
            case SoundFormat sound -> WavFiles.encode(sound.rate(), sample);
            default -> throw new IllegalStateException("no file is of " + format);
        };
    }
}
