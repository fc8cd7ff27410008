package dev.duello.train;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Finds how long a training must be to end after a given time: from the speed of the steps so far, and from what evaluations,
 * samples and checkpoints cost. It looks again now and then, since machines change their speed.
 */
final class TimeBudget {
    /** The first look comes after this share of the time, but not after more than {@link #FIRST_SECONDS}. */
    private static final double FIRST_SHARE = 0.04;

    private static final double FIRST_SECONDS = 10;
    /** The first steps load code and warm caches. */
    private static final int WARM_UP_STEPS = 3;
    /** Shares of the time at which it looks again. */
    private static final double[] LOOKS = {0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95};
    /** A length that differs by less than this share of the steps to come is not worth a change. */
    private static final double WORTHWHILE = 0.01;
    /** Of the time; whoever needs more stops where it is. */
    private static final double LATEST = 1.03;

    /** Of the time; more is worth a word. */
    private static final double EXCEEDED = 1.1;

    /** What takes time besides steps. */
    enum Pause {
        EVALUATION,
        SAMPLES,
        CHECKPOINT,
        /** Once, before the first evaluation. */
        PREPARATION
    }

    private final double total;
    private final DoubleSupplier elapsed;
    private final Map<Pause, Double> costs = new EnumMap<>(Pause.class);
    private double paused;
    private int steps;
    private int looks = -1;
    /** Where the present measurement of the speed began. */
    private double windowSeconds;

    private double windowPaused;
    private long windowImages = -1;
    private double secondsPerImage;

    /**
     * @param total seconds from the start to the end
     * @param elapsed seconds since the start
     */
    TimeBudget(double total, DoubleSupplier elapsed) {
        this.total = total;
        this.elapsed = elapsed;
    }

    /** Whether it took clearly longer than it should, as when preparing to measure takes longer than all of the time. */
    boolean isExceeded() {
        return elapsed.getAsDouble() > 1 + EXCEEDED * total;
    }

    /** Seconds that are left. */
    double left() {
        return total - elapsed.getAsDouble();
    }

    /** Something besides steps took so many seconds; it will do so again. */
    void spent(Pause pause, double seconds) {
        costs.put(pause, seconds);
        paused += seconds;
    }

    /** What something will take that has not happened yet. */
    void expect(Pause pause, double seconds) {
        costs.putIfAbsent(pause, seconds);
    }

    /** A step was made, after which the training has seen so many images. */
    void stepped(long images) {
        if (++steps <= WARM_UP_STEPS && looks < 0 || windowImages < 0 || images < windowImages) {
            startWindow(images);
        }
    }

    private void startWindow(long images) {
        windowSeconds = elapsed.getAsDouble();
        windowPaused = paused;
        windowImages = images;
    }

    boolean isFirstLook() {
        return looks < 0;
    }

    /**
     * Whether it is time to find the length, for the first time or anew.
     *
     * @param latest images at which it must be found, for the first time
     */
    boolean isDue(long images, long latest) {
        if (images <= windowImages) {
            return false;
        }
        if (looks < 0) {
            return images >= latest || elapsed.getAsDouble() >= Math.min(FIRST_SECONDS, FIRST_SHARE * total) + start();
        }
        return looks < LOOKS.length && elapsed.getAsDouble() >= LOOKS[looks] * total;
    }

    /** When steps began to count; what was before, such as reading the images, is no measure. */
    private double start() {
        return steps <= WARM_UP_STEPS ? elapsed.getAsDouble() : windowSeconds;
    }

    /**
     * The length that fits the time: images at the end, a whole number of batches.
     *
     * @param images seen so far
     * @param training how many images lie between samples, and between checkpoints
     * @param evaluationKimg how many lie between evaluations
     */
    long length(long images, Experiment.Training training, double evaluationKimg) {
        double now = elapsed.getAsDouble();
        secondsPerImage = (now - windowSeconds - (paused - windowPaused)) / (images - windowImages);
        do {
            looks++;
        } while (looks < LOOKS.length && now >= LOOKS[looks] * total);
        startWindow(images);
        long fewest = 1;
        long most = Math.max(1, (long) (left() / secondsPerImage / training.batch()));
        while (fewest < most) {
            long middle = fewest + (most - fewest + 1) / 2;
            if (seconds(images, middle, training, evaluationKimg) <= left()) {
                fewest = middle;
            } else {
                most = middle - 1;
            }
        }
        return images + fewest * training.batch();
    }

    /** From {@code images} on through so many steps to the end. */
    private double seconds(long images, long someSteps, Experiment.Training training, double evaluationKimg) {
        long end = images + (someSteps - 1) * training.batch();
        return someSteps * training.batch() * secondsPerImage
                + times(images, end, evaluationKimg) * cost(Pause.EVALUATION)
                + times(images, end, training.sampleKimg()) * cost(Pause.SAMPLES)
                + times(images, end, training.checkpointKimg()) * cost(Pause.CHECKPOINT)
                + finish();
    }

    private static double times(long from, long to, double everyKimg) {
        return Math.floor(to / (1000 * everyKimg)) - Math.floor(from / (1000 * everyKimg));
    }

    private double cost(Pause pause) {
        return costs.getOrDefault(pause, 0.0);
    }

    /** What comes after the last step. */
    private double finish() {
        return cost(Pause.EVALUATION) + cost(Pause.SAMPLES) + cost(Pause.CHECKPOINT);
    }

    /** Whether a newly found length is worth a change. */
    boolean isWorthwhile(long images, long present, long found) {
        return Math.abs(found - present) > WORTHWHILE * Math.max(1, present - images);
    }

    /** Whether not even one more step fits. */
    boolean isOver() {
        return elapsed.getAsDouble() + finish() >= LATEST * total;
    }
}
