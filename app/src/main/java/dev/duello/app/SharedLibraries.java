package dev.duello.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds shared libraries on Linux where the loader would look, without loading them. */
final class SharedLibraries {
    private static final List<String> USUAL_FOLDERS =
            List.of("/lib64", "/usr/lib64", "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/usr/lib/wsl/lib");
    private static @Nullable String loaderCache;

    private SharedLibraries() {}

    static boolean has(String name) {
        return loaderCache().contains(name + " ")
                || folders().stream().anyMatch(folder -> Files.exists(folder.resolve(name)));
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        String path = System.getenv("LD_LIBRARY_PATH");
        if (path != null) {
            for (String folder : path.split(File.pathSeparator)) {
                folders.add(Path.of(folder));
            }
        }
        USUAL_FOLDERS.forEach(folder -> folders.add(Path.of(folder)));
        return folders;
    }

    private static synchronized String loaderCache() {
        if (loaderCache == null) {
            loaderCache = read();
        }
        return loaderCache;
    }

    private static String read() {
        for (String ldconfig : List.of("/sbin/ldconfig", "/usr/sbin/ldconfig")) {
            if (Files.isExecutable(Path.of(ldconfig))) {
                try {
                    Process process = new ProcessBuilder(ldconfig, "-p")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
                    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    return "";
                }
            }
        }
        return "";
    }
}
