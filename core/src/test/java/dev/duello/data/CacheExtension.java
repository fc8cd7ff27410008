package dev.duello.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test a cache folder of its own, and takes it away. */
public final class CacheExtension implements BeforeEachCallback, AfterEachCallback {

    private static final String PROPERTY = "duello.cache";

    private @Nullable String before;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, Files.createTempDirectory("duello-cache").toString());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty(PROPERTY)))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }
}
