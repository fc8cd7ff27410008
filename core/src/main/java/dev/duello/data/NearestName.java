package dev.duello.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be. */
final class NearestName {

    private NearestName() {}

    static String unknown(String given) {
        List<String> names =
                DatasetCatalog.entries().stream().map(CatalogEntry::name).toList();
        String guess = nearest(given, names)
                .map(name -> " Did you mean '" + name + "'?")
                .orElse("");
        return "There is no data set, folder or file called '" + given + "'." + guess + " Known data sets: "
                + String.join(", ", names) + ".";
    }

    /** The nearest of the names, when it is near enough to be a slip of the fingers. */
    static Optional<String> nearest(String given, List<String> names) {
        String typed = given.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(typed, name) <= Math.max(2, name.length() / 3)
                        || typed.length() >= 3 && name.startsWith(typed))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** Levenshtein's distance: insertions, deletions and replacements. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
