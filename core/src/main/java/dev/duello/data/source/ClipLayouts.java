package dev.duello.data.source;

import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.image.Animation;
import dev.duello.data.image.ImageKind;
import dev.duello.data.video.ClipLayout;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether image files are videos, by the rule told at {@link LoadOptions}. */
final class ClipLayouts {
    /** So many of the first files are looked at. */
    private static final int LOOKED_AT = 200;

    private static final Set<String> ANIMATED = Set.of("gif", "png", "apng", "webp");

    private ClipLayouts() {}

    /** @return null when they are images */
    static @Nullable ClipLayout of(SampleFiles images, LoadOptions options) throws IOException {
        Integer frames = options.frames();
        if (frames != null && frames == LoadOptions.FIRST_ONLY) {
            return null;
        }
        if (options.grid() != null) {
            return new ClipLayout.Sheets(options.grid());
        }
        if (mostAreAnimated(images)) {
            return new ClipLayout.Animations();
        }
        return frames == null ? null : new ClipLayout.Folders();
    }

    private static boolean mostAreAnimated(SampleFiles images) throws IOException {
        int some = Math.min(LOOKED_AT, images.names().size());
        int[] seen = new int[2];
        images.visit((name, content) -> {
            seen[0]++;
            seen[1] += isAnimated(name, content) ? 1 : 0;
            boolean decided = 2 * seen[1] > some || 2 * (seen[0] - seen[1]) >= some;
            return !decided && seen[0] < some;
        });
        return 2 * seen[1] > some;
    }

    private static boolean isAnimated(String name, SampleFiles.Content content) {
        try {
            return ANIMATED.contains(ImageKind.extension(name)) && Animation.is(content.read());
        } catch (UnreadableFileException e) {
            return false;
        }
    }
}
