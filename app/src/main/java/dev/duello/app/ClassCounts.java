package dev.duello.app;

import dev.duello.data.Dataset;

/** How many images each class has. */
final class ClassCounts {
    private ClassCounts() {}

    /** By label; empty without classes. */
    static int[] of(Dataset images) {
        int[] counts = new int[images.classes().size()];
        for (int i = 0; i < images.size() && counts.length > 0; i++) {
            counts[images.label(i)]++;
        }
        return counts;
    }
}
