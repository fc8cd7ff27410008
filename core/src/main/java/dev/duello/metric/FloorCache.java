package dev.duello.metric;

import dev.duello.data.AtomicFiles;
import dev.duello.data.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values of real images against real images, kept beside the features that they are of: a metric and a value a line. */
final class FloorCache {
    private static final Logger log = LoggerFactory.getLogger(FloorCache.class);
    /** Changes when metrics change, so that no value of before is read. */
    private static final int VERSION = 1;

    private final Path file;

    FloorCache(String fingerprint, String network, int count) {
        file = CacheFolder.path()
                .resolve("features")
                .resolve(fingerprint.replace("sha256:", "").substring(0, 16) + "-" + network + "-" + count + "-floor-"
                        + VERSION + ".txt");
    }

    /** All of Duello's own metrics that are known; a damaged file is as good as none. */
    Map<Metric, Double> read() {
        Map<Metric, Double> values = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split(" ");
                    values.put(Metrics.named(parts[0]), Double.parseDouble(parts[1]));
                }
            } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                log.warn("{} is damaged and is created again: {}", file, e.getMessage());
                values.clear();
            }
        }
        return values;
    }

    /** Those of others are left out: nothing tells when their code changes. */
    void write(Map<Metric, Double> values) {
        String text = values.entrySet().stream()
                .filter(entry -> Metrics.BUILT_IN.contains(entry.getKey()))
                .map(entry -> entry.getKey().name() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            AtomicFiles.replace(file, beside -> Files.writeString(beside, text));
        } catch (IOException e) {
            log.warn("{} cannot be written, so that the same is computed again next time: {}", file, e.getMessage());
        }
    }
}
