package dev.duello.gan.diagnosis;

import dev.duello.learn.Alert;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the readings of a training and says when a symptom begins: once, and again only after it had ended. Not thread-safe. */
public final class Diagnosis {
    private static final Logger log = LoggerFactory.getLogger(Diagnosis.class);

    private static final List<Detector> DETECTORS = List.of(
            new Divergence(),
            new DeadGenerator(),
            new ModeCollapse(),
            new DiscriminatorOverpowering(),
            new DiscriminatorTooWeak(),
            new DiscriminatorOverfitting(),
            new Oscillation(),
            new Checkerboard());

    /** Enough for the longest window. */
    private static final int MEMORY =
            DETECTORS.stream().mapToInt(Detector::window).max().orElseThrow();

    private final List<Reading> readings = new ArrayList<>();
    private final List<List<String>> missing = new ArrayList<>();
    private final Set<Symptom> present = EnumSet.noneOf(Symptom.class);

    /**
     * What to save.
     *
     * @param readings the newest, the oldest first
     * @param missing classes in the newest evaluations, the oldest first
     * @param present symptoms that were told and have not ended
     */
    public record State(List<Reading> readings, List<List<String>> missing, List<Symptom> present) {
        public State {
            readings = List.copyOf(readings);
            missing = List.copyOf(missing);
            present = List.copyOf(present);
        }
    }

    /** Takes another reading into account and gives the symptoms that begin with it. */
    public List<Alert> add(Reading reading) {
        log.debug("{}", reading);
        readings.add(reading);
        if (readings.size() > MEMORY) {
            readings.removeFirst();
        }
        List<Alert> alerts = new ArrayList<>();
        for (Detector detector : DETECTORS) {
            Symptom symptom = detector.symptom();
            if (readings.size() < detector.window()) {
                continue;
            }
            List<Reading> newest = readings.subList(readings.size() - detector.window(), readings.size());
            if (present.contains(symptom)) {
                if (!detector.lasts(newest)) {
                    present.remove(symptom);
                }
            } else if (detector.begins(newest)) {
                present.add(symptom);
                alerts.add(new Alert(symptom.toString(), detector.evidence(newest), detector.advice()));
            }
        }
        return alerts;
    }

    /**
     * Takes an evaluation into account and gives the symptoms that begin with it.
     *
     * @param classes that the fakes lack, as a classifier sees it; empty when nobody tells classes
     */
    public List<Alert> addMissing(List<String> classes) {
        missing.add(List.copyOf(classes));
        if (missing.size() > MissingClasses.WINDOW) {
            missing.removeFirst();
        }
        if (classes.isEmpty()) {
            present.remove(Symptom.MISSING_CLASSES);
        }
        Set<String> dropped = MissingClasses.dropped(missing);
        return dropped.isEmpty() || !present.add(Symptom.MISSING_CLASSES)
                ? List.of()
                : List.of(MissingClasses.alert(dropped));
    }

    /** Images seen at the newest reading of which no divergence that may be told next has part; 0 before. */
    public long calmUntil() {
        int since = readings.size() - Divergence.WINDOW;
        return since < 0 ? 0 : readings.get(since).images();
    }

    public State state() {
        return new State(readings, missing, List.copyOf(present));
    }

    /** Continues as if it had come so far. */
    public void restore(State state) {
        readings.clear();
        readings.addAll(state.readings());
        missing.clear();
        missing.addAll(state.missing());
        present.clear();
        present.addAll(state.present());
    }
}
