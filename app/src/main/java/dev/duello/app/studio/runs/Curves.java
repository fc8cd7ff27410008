package dev.duello.app.studio.runs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers over a training, however long, in bounded memory: rows are gathered in buckets that keep the mean, the lowest and the
 * highest of each number; when there are too many buckets, each takes in its neighbor. So no peak is ever lost. Not thread-safe.
 */
public final class Curves {
    /** Buckets at most; even. More than a screen has pixels to show. */
    static final int BUCKETS = 2048;

    private final long[] images = new long[BUCKETS];
    private final double[] seconds = new double[BUCKETS];
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private int size;
    /** Rows in a full bucket, and in the last one. */
    private long stride = 1;

    private long inLast;

    private static final class Column {
        private final double[] sum = new double[BUCKETS];
        private final long[] count = new long[BUCKETS];
        private final double[] low = new double[BUCKETS];
        private final double[] high = new double[BUCKETS];

        void clear(int bucket) {
            sum[bucket] = 0;
            count[bucket] = 0;
            low[bucket] = Double.POSITIVE_INFINITY;
            high[bucket] = Double.NEGATIVE_INFINITY;
        }

        void add(int bucket, double value) {
            sum[bucket] += value;
            count[bucket]++;
            low[bucket] = Math.min(low[bucket], value);
            high[bucket] = Math.max(high[bucket], value);
        }

        void merge(int a, int b, int into) {
            sum[into] = sum[a] + sum[b];
            count[into] = count[a] + count[b];
            low[into] = Math.min(low[a], low[b]);
            high[into] = Math.max(high[a], high[b]);
        }
    }

    /**
     * A copy, one element a bucket; where a bucket holds no such number it is null.
     *
     * @param images seen at the end of each bucket
     * @param seconds of training at the end of each bucket
     */
    public record Snapshot(long[] images, double[] seconds, Map<String, Band> bands) {}

    /** One number: its mean in each bucket, and its lowest and highest. */
    public record Band(Double[] mean, Double[] low, Double[] high) {}

    /** @param values by name; what is not finite is left out */
    void add(long images, double seconds, Map<String, Double> values) {
        if (size == 0 || inLast == stride) {
            if (size == BUCKETS) {
                halve();
            }
            columns.values().forEach(column -> column.clear(size));
            size++;
            inLast = 0;
        }
        int bucket = size - 1;
        this.images[bucket] = images;
        this.seconds[bucket] = seconds;
        inLast++;
        values.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                columns.computeIfAbsent(name, _ -> emptyColumn()).add(bucket, value);
            }
        });
    }

    private Column emptyColumn() {
        Column column = new Column();
        for (int i = 0; i < size; i++) {
            column.clear(i);
        }
        return column;
    }

    private void halve() {
        for (int i = 0; i < BUCKETS / 2; i++) {
            images[i] = images[2 * i + 1];
            seconds[i] = seconds[2 * i + 1];
            for (Column column : columns.values()) {
                column.merge(2 * i, 2 * i + 1, i);
            }
        }
        size = BUCKETS / 2;
        stride *= 2;
        inLast = stride;
    }

    /** Forgets what came after: an interrupted training went on from before it. */
    void dropAfter(long last) {
        while (size > 0 && images[size - 1] > last) {
            size--;
            inLast = stride;
        }
    }

    Snapshot snapshot() {
        Map<String, Band> bands = new LinkedHashMap<>();
        columns.forEach((name, column) -> {
            Band band = new Band(new Double[size], new Double[size], new Double[size]);
            for (int i = 0; i < size; i++) {
                if (column.count[i] > 0) {
                    band.mean[i] = (double) (float) (column.sum[i] / column.count[i]);
                    band.low[i] = (double) (float) column.low[i];
                    band.high[i] = (double) (float) column.high[i];
                }
            }
            bands.put(name, band);
        });
        return new Snapshot(Arrays.copyOf(images, size), Arrays.copyOf(seconds, size), bands);
    }
}
