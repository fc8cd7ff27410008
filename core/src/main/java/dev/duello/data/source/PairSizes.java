package dev.duello.data.source;

import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds pairs whose sides have other proportions, which are shifted against each other once both are brought to one size. */
final class PairSizes {
    private static final Logger LOG = LoggerFactory.getLogger(PairSizes.class);
    /** Of the proportions: what rounding to whole pixels explains. */
    private static final double TOLERANCE = 0.03;

    private static final int NAMED = 3;

    /** One side. @param names of the samples in the pairs, in the order of the pairs */
    record Side(String nameOrPath, Split split, Dataset opened, List<String> names) {
        private boolean isOfOneSize() {
            return opened.report().sizes().distinct() == 1;
        }

        private int[] onlySize() {
            LoadReport.SizeCount only = opened.report().sizes().commonest().getFirst();
            return new int[] {only.height(), only.width()};
        }

        /** Height and width by name; empty where there are no files. */
        private Map<String, int[]> sizes() throws IOException {
            try (Source source = new SourceFinder(nameOrPath, split).find()) {
                return source instanceof FilesSource files ? files.sizes() : Map.of();
            }
        }
    }

    private PairSizes() {}

    /** Tells of them in the log. */
    static void tell(Side sources, Side targets) {
        List<String> differing = differing(sources, targets);
        if (!differing.isEmpty()) {
            LOG.warn(
                    "{} of the {} pairs have sides of other proportions, which are cropped and no longer show the same places:"
                            + " {}{}",
                    differing.size(),
                    targets.names.size(),
                    String.join(", ", differing.subList(0, Math.min(NAMED, differing.size()))),
                    differing.size() > NAMED ? ", ..." : "");
        }
    }

    /** The names of their targets, with both sizes. */
    static List<String> differing(Side sources, Side targets) {
        if (sources.isOfOneSize() && targets.isOfOneSize()) {
            int[] a = sources.onlySize();
            int[] b = targets.onlySize();
            return differ(a, b)
                    ? targets.names.stream().map(name -> named(name, a, b)).toList()
                    : List.of();
        }
        List<String> differing = new ArrayList<>();
        try {
            Map<String, int[]> ofSources = sources.sizes();
            Map<String, int[]> ofTargets = targets.sizes();
            for (int i = 0; i < targets.names.size(); i++) {
                int[] a = ofSources.get(sources.names.get(i));
                int[] b = ofTargets.get(targets.names.get(i));
                if (a != null && b != null && differ(a, b)) {
                    differing.add(named(targets.names.get(i), a, b));
                }
            }
        } catch (IOException e) {
            LOG.debug("The sizes of pairs are not known", e);
        }
        return differing;
    }

    private static String named(String name, int[] source, int[] target) {
        return name + " (" + source[1] + " x " + source[0] + " and " + target[1] + " x " + target[0] + ")";
    }

    private static boolean differ(int[] a, int[] b) {
        double ratio = (double) a[1] * b[0] / ((double) b[1] * a[0]);
        // Of small images, one pixel more or less is no other proportion.
        double pixel = 1.0 / Math.min(Math.min(a[0], a[1]), Math.min(b[0], b[1]));
        return Math.abs(Math.log(ratio)) > Math.max(TOLERANCE, pixel);
    }
}
