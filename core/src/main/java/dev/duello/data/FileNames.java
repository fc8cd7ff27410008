package dev.duello.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sorts the names of files into images, images that are passed over for a reason, and what does not matter. */
final class FileNames {

    private final List<String> images = new ArrayList<>();
    private final List<Skipped> passedOver = new ArrayList<>();

    /** @param name relative, {@code /} between folders */
    boolean offer(String name) {
        if (isHidden(name)) {
            return false;
        }
        if (ImageKind.isForeignImage(name)) {
            passedOver.add(new Skipped(
                    name,
                    ImageKind.extension(name).toUpperCase(Locale.ROOT) + " images are not read, only "
                            + ImageKind.NAMES));
            return false;
        }
        if (!ImageKind.isExpectedIn(name)) {
            return false;
        }
        images.add(name);
        return true;
    }

    /** As {@link #offer}, for names that come from strangers. */
    boolean offerArchived(String name) {
        String reason = danger(name);
        if (reason == null) {
            return offer(name);
        }
        if (ImageKind.isExpectedIn(name)) {
            passOver(name, reason);
        }
        return false;
    }

    void passOver(String name, String reason) {
        passedOver.add(new Skipped(name, reason));
    }

    List<String> images() {
        return images;
    }

    List<Skipped> passedOver() {
        return passedOver;
    }

    private static boolean isHidden(String name) {
        for (String part : name.split("/")) {
            if (part.startsWith(".") && !part.equals(".") || part.equals("__MACOSX")) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is ever written under these names, yet an archive that has them was not made by an honest hand. */
    private static @Nullable String danger(String name) {
        if (name.startsWith("/") || name.startsWith("\\") || name.matches("(?s)[A-Za-z]:.*")) {
            return "its name in the archive is an absolute path";
        }
        for (String part : name.split("[/\\\\]")) {
            if (part.equals("..")) {
                return "its name in the archive leads out of the archive";
            }
        }
        return name.indexOf('\0') >= 0 ? "its name in the archive contains a null character" : null;
    }
}
