package dev.duello.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One choice of settings and what became of it.
 *
 * @param number from 0 on, in the order in which trials were begun
 * @param values of the searched settings; none for the preset as it is
 * @param repeats {@link #NEW}, or whose values these are
 * @param results the rungs that were reached, in their order
 * @param running the rung that it is trained towards now; -1 for none
 * @param worker who does that; empty for nobody
 * @param began when it first was, in milliseconds since 1970; 0 for not yet
 */
public record Trial(
        int number,
        Map<String, String> values,
        int repeats,
        long seed,
        List<StudyEvent.Ended> results,
        int running,
        String worker,
        long began) {
    /** For {@link #repeats}: a trial of the search. */
    public static final int NEW = -2;
    /** For {@link #repeats}: the preset, to compare with. */
    public static final int PRESET = -1;

    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        results = List.copyOf(results);
    }

    /** One of which nothing but the proposal is known. */
    static Trial of(StudyEvent.Proposed proposed) {
        return new Trial(
                proposed.trial(), proposed.values(), proposed.repeats(), proposed.seed(), List.of(), -1, "", 0);
    }

    /** Whether it is one of the search, not of the comparison at its end. */
    public boolean isOfSearch() {
        return repeats == NEW;
    }

    /** The result at the highest rung that it reached, or null. */
    public StudyEvent.@Nullable Ended last() {
        return results.isEmpty() ? null : results.getLast();
    }

    /** The highest rung at which it was measured; -1 for none. */
    public int rung() {
        for (int i = results.size() - 1; i >= 0; i--) {
            if (!results.get(i).values().isEmpty()) {
                return results.get(i).rung();
            }
        }
        return -1;
    }

    /** Its result at a rung, or null. */
    public StudyEvent.@Nullable Ended at(int rung) {
        return results.stream()
                .filter(result -> result.rung() == rung && !result.values().isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** Why it must not go on; empty when nothing is wrong. */
    public String trouble() {
        StudyEvent.Ended last = last();
        return last == null ? "" : last.trouble();
    }

    /** Whether it was begun and did not end, though whoever trained it may have been killed. */
    public boolean isRunning() {
        return running >= 0;
    }

    /** Whether somebody trains it now, as far as can be told from this machine. */
    public boolean isTrained() {
        return isRunning() && !Worker.isGone(worker);
    }
}
