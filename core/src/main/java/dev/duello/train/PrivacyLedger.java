package dev.duello.train;

import dev.duello.learn.PrivacySettings;
import dev.duello.learn.SettingException;
import dev.duello.privacy.Calibration;
import dev.duello.privacy.GaussianSteps;
import dev.duello.privacy.PrivacyPlan;
import dev.duello.privacy.PrvAccountant;
import dev.duello.privacy.RdpAccountant;
import dev.duello.privacy.RdpCurve;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a private training cost. It never allows a step with which the promise would be broken, whatever the
 * length of the training.
 */
final class PrivacyLedger {
    /** Points at which the costly accountant is asked; between two of them the later one is an upper bound. */
    private static final int POINTS = 8;

    private final PrvAccountant prv = new PrvAccountant();
    private final PrivacySettings settings;
    private final List<GaussianSteps> release;
    /** Null where no step touches records. */
    private final @Nullable GaussianSteps step;

    private final RdpCurve costOfRelease;
    private final RdpCurve costOfStep;
    private final long warmUp;
    private final int batch;
    private final long planned;
    private final long most;
    private final Map<Long, Double> known = new ConcurrentHashMap<>();

    /**
     * @param settings with nothing left open
     * @param batch expected records in a step
     * @param images of the whole length, those without private steps included
     * @param limit an epsilon before which to stop, where it is less than the promise
     */
    PrivacyLedger(PrivacySettings settings, int batch, long images, double limit) {
        this.settings = settings;
        this.batch = batch;
        warmUp = settings.warmUp(batch);
        planned = stepsAt(images);
        release = PrivacyPlan.release(settings.embedding().noise());
        step = settings.noise() == 0
                ? null
                : new GaussianSteps((double) batch / settings.records(), settings.noise(), 1);
        costOfRelease = new RdpAccountant().curve(release);
        costOfStep = new RdpAccountant().curve(step == null ? List.of() : List.of(step));
        most = step == null ? 0 : mostOf(step, Math.min(settings.epsilon(), limit));
    }

    /**
     * The settings with delta, noise and the number of records known.
     *
     * @param images of the whole length
     * @param limit as of the constructor
     */
    static PrivacySettings resolve(PrivacySettings open, int records, int batch, long images, double limit) {
        if (open.records() > 0 && open.records() != records) {
            throw new SettingException(
                    "privacy.records: the data has " + records + " records, not " + open.records() + ": leave it out.");
        }
        double delta = open.delta() > 0 ? open.delta() : PrivacyPlan.usualDelta(records);
        long steps = Math.max(0, images - open.warmUp(batch)) / batch;
        PrivacySettings.MeanEmbedding embedding = open.embedding();
        if (steps < 1 && embedding.isOn() && !embedding.isAll()) {
            throw new SettingException("privacy.embedding.kimg: " + embedding.kimg()
                    + " leaves no step to the discriminator in a training of " + images / 1000.0
                    + " kimg: train longer, set it lower, or set privacy.embedding.share=1 to learn from the embedding"
                    + " alone.");
        }
        try {
            double ofRelease = embedding.noise() > 0 || !embedding.isOn()
                    ? embedding.noise()
                    : PrivacyPlan.noiseOfRelease(embedding.share() * open.epsilon(), delta);
            if (new PrvAccountant().epsilon(PrivacyPlan.release(ofRelease), delta) > limit) {
                throw new SettingException(
                        "evaluation.until: the release of the mean embedding alone costs more than epsilon " + limit
                                + ": set privacy.epsilon to what may be spent, or privacy.embedding.share lower.");
            }
            double noise = open.noise() > 0
                    ? open.noise()
                    : PrivacyPlan.forBudget(open.epsilon(), delta, records, batch, steps, open.clipNorm(), ofRelease)
                            .noiseMultiplier();
            return open.resolved(delta, noise, records).withEmbeddingNoise(ofRelease);
        } catch (IllegalArgumentException e) {
            throw new SettingException("privacy: " + e.getMessage());
        }
    }

    private long mostOf(GaussianSteps each, double budget) {
        return atPoint(planned) <= budget ? planned : Calibration.steps(prv, budget, settings.delta(), release, each);
    }

    /** The steps on private records among so many images. */
    private long stepsAt(long images) {
        return Math.max(0, images - warmUp) / batch;
    }

    /** The largest number of images that keeps the promise, at most those of the whole length. */
    long mostImages() {
        return step == null ? Long.MAX_VALUE : warmUp + most * batch;
    }

    /** An epsilon that a training that has come so far does not exceed. */
    double spent(long images) {
        long steps = stepsAt(images);
        double byRdp = byRdp(steps);
        long between = Math.max(1, most / POINTS);
        long point = Math.min(most, Math.ceilDiv(steps, between) * between);
        return point < steps ? byRdp : Math.min(byRdp, atPoint(point));
    }

    private double byRdp(long steps) {
        return costOfRelease
                .plus(costOfStep.times(steps))
                .guarantee(settings.delta())
                .epsilon();
    }

    private double atPoint(long steps) {
        return known.computeIfAbsent(steps, count -> prv.epsilon(all(count), settings.delta()));
    }

    private List<GaussianSteps> all(long steps) {
        return step == null
                ? release
                : Stream.concat(release.stream(), Stream.of(step.times(steps))).toList();
    }

    /** What is planned, up to the last step that is allowed. */
    PrivacyPlan plan() {
        return new PrivacyPlan(
                settings.records(),
                batch,
                most,
                settings.noise(),
                settings.clipNorm(),
                settings.delta(),
                settings.embedding().noise(),
                byRdp(most),
                atPoint(most));
    }

    /** Whether the promise ends the training before its length does. */
    boolean endsEarlier() {
        return most < planned;
    }
}
