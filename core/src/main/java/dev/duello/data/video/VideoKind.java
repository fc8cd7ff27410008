package dev.duello.data.video;

import dev.duello.data.image.ImageKind;
import java.util.Set;

/** Files of films, which are not read: there is no kept decoder for them in Java. */
public final class VideoKind {
    private static final Set<String> FILMS =
            Set.of("mp4", "m4v", "mov", "avi", "webm", "mkv", "mpg", "mpeg", "ogv", "wmv", "flv", "3gp", "gifv", "mng");

    private VideoKind() {}

    /** Whether a file of this name is a film in a format that is not read, which the user wants to hear about. */
    public static boolean isForeignVideo(String file) {
        return FILMS.contains(ImageKind.extension(file));
    }
}
