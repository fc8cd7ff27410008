package dev.duello.gan.diagnosis;

import dev.duello.learn.Alert;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A generator made some classes and makes them no more. That it does not make them yet is no symptom. */
final class MissingClasses {
    /** Evaluations that all had a class. */
    private static final int THERE = 2;
    /** Evaluations since, none of which has it. */
    private static final int GONE = 2;

    static final int WINDOW = THERE + GONE;

    private MissingClasses() {}

    /**
     * The classes that were there and are gone.
     *
     * @param missing in each of the newest {@link #WINDOW} evaluations, the oldest first; with fewer there are none
     */
    static Set<String> dropped(List<List<String>> missing) {
        if (missing.size() < WINDOW) {
            return Set.of();
        }
        Set<String> dropped = new TreeSet<>(missing.getLast());
        missing.subList(THERE, WINDOW).forEach(dropped::retainAll);
        missing.subList(0, THERE).forEach(dropped::removeAll);
        return dropped;
    }

    static Alert alert(Set<String> dropped) {
        return new Alert(
                Symptom.MISSING_CLASSES.toString(),
                "Classes that were made before are missing in " + GONE + " evaluations: " + String.join(", ", dropped)
                        + ".",
                new ModeCollapse().advice());
    }
}
