package dev.duello.gan.diagnosis;

import java.util.List;

/** Knows one symptom by the newest readings. The guide tells where its thresholds come from. */
interface Detector {
    Symptom symptom();

    /** How many readings it looks at: one bad reading is no symptom. */
    int window();

    /**
     * Whether the symptom is there.
     *
     * @param readings the newest {@link #window()}, the oldest first
     */
    boolean begins(List<Reading> readings);

    /** Whether it is still there once it had begun: less is enough, so that an alert does not flicker. */
    boolean lasts(List<Reading> readings);

    /** The numbers, as a sentence. */
    String evidence(List<Reading> readings);

    /** What to set, as a sentence. */
    String advice();
}
