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

/**
 * What the steps of a private training cost. It never allows a step with which the promise would be broken, whatever the
 * length of the training.
 */
final class PrivacyLedger {
    /** Points at which the costly accountant is asked; between two of them the later one is an upper bound. */
    private static final int POINTS = 8;

    private final PrvAccountant prv = new PrvAccountant();
    private final PrivacySettings settings;
    private final GaussianSteps step;
    private final RdpCurve costOfStep;
    private final long planned;
    private final long most;
    private final Map<Long, Double> known = new ConcurrentHashMap<>();

    /**
     * @param settings with nothing left open
     * @param batch expected records in a step
     * @param planned steps of the whole length
     * @param limit an epsilon before which to stop, where it is less than the promise
     */
    PrivacyLedger(PrivacySettings settings, int batch, long planned, double limit) {
        this.settings = settings;
        this.planned = planned;
        step = new GaussianSteps((double) batch / settings.records(), settings.noise(), 1);
        costOfStep = new RdpAccountant().curve(List.of(step));
        double budget = Math.min(settings.epsilon(), limit);
        most = atPoint(planned) <= budget ? planned : Calibration.steps(prv, budget, settings.delta(), step);
    }

    /** The settings with delta, noise and the number of records known. */
    static PrivacySettings resolve(PrivacySettings open, int records, int batch, long steps) {
        if (open.records() > 0 && open.records() != records) {
            throw new SettingException(
                    "privacy.records: the data has " + records + " records, not " + open.records() + ": leave it out.");
        }
        double delta = open.delta() > 0 ? open.delta() : PrivacyPlan.usualDelta(records);
        try {
            double noise = open.noise() > 0
                    ? open.noise()
                    : PrivacyPlan.forBudget(open.epsilon(), delta, records, batch, steps, open.clipNorm())
                            .noiseMultiplier();
            return open.resolved(delta, noise, records);
        } catch (IllegalArgumentException e) {
            throw new SettingException("privacy: " + e.getMessage());
        }
    }

    /** The largest number of steps that keeps the promise, at most those of the whole length. */
    long mostSteps() {
        return most;
    }

    /** An epsilon that so many steps do not exceed. */
    double spent(long steps) {
        if (steps == 0) {
            return 0;
        }
        double byRdp = costOfStep.times(steps).guarantee(settings.delta()).epsilon();
        long between = Math.max(1, most / POINTS);
        long point = Math.min(most, Math.ceilDiv(steps, between) * between);
        return point < steps ? byRdp : Math.min(byRdp, atPoint(point));
    }

    private double atPoint(long steps) {
        return known.computeIfAbsent(steps, count -> prv.epsilon(step.times(count), settings.delta()));
    }

    /** What is planned, up to the last step that is allowed. */
    PrivacyPlan plan(int batch) {
        return new PrivacyPlan(
                settings.records(),
                batch,
                most,
                settings.noise(),
                settings.clipNorm(),
                settings.delta(),
                costOfStep.times(most).guarantee(settings.delta()).epsilon(),
                atPoint(most));
    }

    /** Whether the promise ends the training before its length does. */
    boolean endsEarlier() {
        return most < planned;
    }
}
