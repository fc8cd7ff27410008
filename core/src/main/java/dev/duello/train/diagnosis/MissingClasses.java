package dev.duello.train.diagnosis;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A generator made some classes and makes them no more. That it does not make them yet is no symptom. */
final class MissingClasses implements Detector {
    private static final int THERE = 3;
    private static final int GONE = 3;

    @Override
    public Symptom symptom() {
        return Symptom.MISSING_CLASSES;
    }

    @Override
    public int window() {
        return THERE + GONE;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return !dropped(readings).isEmpty();
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return !readings.getLast().missingClasses().isEmpty();
    }

    @Override
    public String evidence(List<Reading> readings) {
        return "Classes that were made before are missing in " + GONE + " readings: "
                + String.join(", ", dropped(readings)) + ".";
    }

    @Override
    public String advice() {
        return new ModeCollapse().advice();
    }

    private static Set<String> dropped(List<Reading> readings) {
        Set<String> dropped = new TreeSet<>(readings.getLast().missingClasses());
        readings.subList(THERE, THERE + GONE).forEach(reading -> dropped.retainAll(reading.missingClasses()));
        readings.subList(0, THERE).forEach(reading -> dropped.removeAll(reading.missingClasses()));
        return dropped;
    }
}
