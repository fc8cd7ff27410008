package dev.duello.data.sound;

import dev.duello.data.image.ImageKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The formats of sound that are read, told apart by their first bytes. */
public enum SoundKind {
    WAV,
    FLAC;

    /** For sentences. */
    public static final String NAMES = "WAV or FLAC";

    private static final Set<String> EXTENSIONS = Set.of("wav", "wave", "flac");
    private static final Set<String> OTHER_SOUNDS =
            Set.of("mp3", "ogg", "oga", "opus", "m4a", "aac", "wma", "aif", "aiff", "au", "mid", "midi", "ape");

    /** @return null when it is none of them */
    public static @Nullable SoundKind of(byte[] bytes) {
        if (ImageKind.startsWith(bytes, 0, "RIFF") && ImageKind.startsWith(bytes, 8, "WAVE")) {
            return WAV;
        }
        return ImageKind.startsWith(bytes, 0, "fLaC") || ImageKind.startsWith(bytes, 0, "ID3") ? FLAC : null;
    }

    /** Whether a file of this name is expected to be a sound that can be read. */
    public static boolean isExpectedIn(String file) {
        return EXTENSIONS.contains(ImageKind.extension(file));
    }

    /** Whether a file of this name is a sound in a format that is not read, which the user wants to hear about. */
    public static boolean isForeignSound(String file) {
        return OTHER_SOUNDS.contains(ImageKind.extension(file));
    }
}
