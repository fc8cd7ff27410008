package dev.duello.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Data sets on the class path, as the module {@code duello-datasets} brings them. */
public final class EmbeddedDatasets {

    private static final String ROOT = "dev/duello/datasets/";
    private static final String HASHES = "SHA256SUMS";

    private EmbeddedDatasets() {}

    public static boolean has(String name) {
        return url(name, HASHES) != null;
    }

    /** @return null when it is not on the class path */
    public static ByteSource.@Nullable OfResource find(String name, String file) throws IOException {
        URL url = url(name, file);
        URL hashes = url(name, HASHES);
        if (url == null || hashes == null) {
            return null;
        }
        try (InputStream in = hashes.openStream()) {
            return new ByteSource.OfResource(url, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static @Nullable URL url(String name, String file) {
        String resource = ROOT + name + "/" + file;
        URL url = EmbeddedDatasets.class.getClassLoader().getResource(resource);
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return url == null && ofThread != null ? ofThread.getResource(resource) : url;
    }
}
