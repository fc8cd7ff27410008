package dev.duello.train;

import dev.duello.data.Dataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each class occurs in labeled images. */
final class ClassShares {
    private ClassShares() {}

    /** The share of each class by its name, in the order of the labels; empty when there are fewer than two classes. */
    static Map<String, Double> of(Dataset images) {
        List<String> names = images.classes();
        if (names.size() < 2) {
            return Map.of();
        }
        long[] counts = new long[names.size()];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            shares.put(names.get(i), counts[i] / (double) images.size());
        }
        return shares;
    }

    /** The same share for each class, which tells nothing of how often it occurs; empty for fewer than two classes. */
    static Map<String, Double> uniform(List<String> names) {
        Map<String, Double> shares = new LinkedHashMap<>();
        if (names.size() >= 2) {
            names.forEach(name -> shares.put(name, 1.0 / names.size()));
        }
        return shares;
    }
}
