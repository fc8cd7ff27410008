package dev.duello.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where decoded and downloaded data is kept: the environment variable {@code DUELLO_CACHE}, else the system property
 * {@code duello.cache}, else the custom of the platform. Everything in it can be deleted at any time when no data set is
 * open; it is made again when needed.
 */
public final class CacheFolder {

    private CacheFolder() {}

    /** The absolute path of the folder, which need not exist yet. @throws DataException when the setting is no path */
    public static Path path() {
        return choose(System.getenv(), System.getProperties());
    }

    /** The folder for the files of a named data set: {@code <cache>/datasets/NAME}. */
    public static Path datasets(String name) {
        return path().resolve("datasets").resolve(name);
    }

    public static Path choose(Map<String, String> environment, Properties system) {
        String explicit = environment.get("DUELLO_CACHE");
        if (isBlank(explicit)) {
            explicit = system.getProperty("duello.cache");
        }
        if (!isBlank(explicit)) {
            return absolute(explicit);
        }
        String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = environment.get("LOCALAPPDATA");
            return absolute(isBlank(local) ? home(environment, system) + "/AppData/Local" : local)
                    .resolve("duello");
        }
        if (os.startsWith("mac")) {
            return absolute(home(environment, system)).resolve("Library/Caches/duello");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        // The specification asks to ignore relative paths.
        boolean isSaid = !isBlank(xdg) && Path.of(xdg).isAbsolute();
        return absolute(isSaid ? xdg : home(environment, system) + "/.cache").resolve("duello");
    }

    /** What the environment says counts, as everywhere else. Java has a question mark for a user who has none. */
    private static String home(Map<String, String> environment, Properties system) {
        String said = environment.get("HOME");
        String home = isBlank(said) ? system.getProperty("user.home", "?") : said;
        if (home.equals("?")) {
            throw new DataException(
                    "This user has no home folder: set DUELLO_CACHE to a folder for decoded and downloaded data.");
        }
        return home;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static Path absolute(@Nullable String text) {
        try {
            return Path.of(String.valueOf(text)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new DataException("The cache folder '" + text + "' is not a path.", e);
        }
    }
}
