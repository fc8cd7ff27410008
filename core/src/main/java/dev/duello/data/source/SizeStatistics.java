package dev.duello.data.source;

import dev.duello.data.LoadReport;
import dev.duello.data.image.ImageFormat;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the sizes of images and derives the size of the set, by the rules told at {@link LoadOptions}. */
final class SizeStatistics {

    private static final int SMALLEST = 16;
    private static final int LARGEST = 256;
    private static final int HALVES_TWICE = 4;
    private static final int STEP = 16;
    private static final double AREA = 64 * 64;

    private record Size(int height, int width) {}

    /** Ties go to the smaller image, so that the order of the files does not matter. */
    private static final Comparator<Map.Entry<Size, Integer>> BY_COUNT = Map.Entry.<Size, Integer>comparingByValue()
            .thenComparing(
                    Map.Entry::getKey,
                    Comparator.comparingLong((Size size) -> (long) size.height * size.width)
                            .thenComparingInt(Size::height)
                            .reversed());

    private final Map<Size, Integer> counts = new HashMap<>();
    private int total;

    void count(int height, int width) {
        counts.merge(new Size(height, width), 1, Integer::sum);
        total++;
    }

    /** What was counted; of equally common sizes the smaller first. */
    LoadReport.Sizes sizes() {
        List<LoadReport.SizeCount> commonest = counts.entrySet().stream()
                .sorted(BY_COUNT.reversed())
                .limit(LoadReport.Sizes.KEPT)
                .map(entry -> new LoadReport.SizeCount(entry.getKey().height, entry.getKey().width, entry.getValue()))
                .toList();
        return new LoadReport.Sizes(commonest, counts.size());
    }

    /** Needs at least one counted size, unless the options name both sides. */
    ImageFormat choose(LoadOptions options, int channels) {
        Integer height = options.height();
        Integer width = options.width();
        if (height != null && width != null) {
            return new ImageFormat(channels, height, width);
        }
        Size common = commonest();
        if (height != null) {
            return new ImageFormat(
                    channels, height, inStepsOf(HALVES_TWICE, height * ratio(common.width, common.height)));
        }
        if (width != null) {
            return new ImageFormat(
                    channels, inStepsOf(HALVES_TWICE, width * ratio(common.height, common.width)), width);
        }
        if (2 * counts.get(common) >= total && isHandy(common.height) && isHandy(common.width)) {
            return new ImageFormat(channels, common.height, common.width);
        }
        double area = (double) common.height * common.width;
        double scale = Math.min(1, Math.sqrt(AREA / area));
        return new ImageFormat(channels, inStepsOf(STEP, common.height * scale), inStepsOf(STEP, common.width * scale));
    }

    private Size commonest() {
        return counts.entrySet().stream().max(BY_COUNT).orElseThrow().getKey();
    }

    private static boolean isHandy(int side) {
        return side >= SMALLEST && side <= LARGEST && side % HALVES_TWICE == 0;
    }

    private static double ratio(int a, int b) {
        return (double) a / b;
    }

    private static int inStepsOf(int step, double side) {
        return Math.clamp(Math.round(side / step) * step, step, ImageFormat.MAX_SIDE);
    }
}
