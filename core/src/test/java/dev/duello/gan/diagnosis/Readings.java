package dev.duello.gan.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Made-up histories: a healthy GAN, of which one number is changed. */
final class Readings {
    private double ranked = 0.97;
    private double margin = 3;
    private double logitSlope = 0.1;
    private double memorized = 0.5;
    private double fakeSpread = 0.9;
    private double realSpread = 1;
    private double nearest = 0.8;
    private double saturated = 0.3;
    private double realSaturated = 0.4;
    private double grid = 2;
    private double position = 0.5;

    static Readings healthy() {
        return new Readings();
    }

    Readings ranked(double value) {
        ranked = value;
        return this;
    }

    Readings margin(double value) {
        margin = value;
        return this;
    }

    Readings logitSlope(double value) {
        logitSlope = value;
        return this;
    }

    Readings memorized(double value) {
        memorized = value;
        return this;
    }

    Readings spread(double fakes, double reals) {
        fakeSpread = fakes;
        realSpread = reals;
        return this;
    }

    Readings nearest(double value) {
        nearest = value;
        return this;
    }

    Readings saturated(double fakes, double reals) {
        saturated = fakes;
        realSaturated = reals;
        return this;
    }

    Readings grid(double value) {
        grid = value;
        return this;
    }

    /** Where every sketched pixel is. */
    Readings position(double value) {
        position = value;
        return this;
    }

    Reading at(int index) {
        return new Reading(
                4000L * index,
                ranked,
                margin,
                logitSlope,
                memorized,
                fakeSpread,
                realSpread,
                nearest,
                saturated,
                realSaturated,
                grid,
                List.of(position, position, position));
    }

    /** The names of the alerts that a history of {@code count} such readings gives. */
    static List<String> alerts(int count, UnaryOperator<Readings> change) {
        return alerts(new Diagnosis(), 0, count, change);
    }

    static List<String> alerts(Diagnosis diagnosis, int from, int count, UnaryOperator<Readings> change) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            diagnosis.add(change.apply(healthy()).at(i)).forEach(alert -> names.add(alert.symptom()));
        }
        return names;
    }
}
