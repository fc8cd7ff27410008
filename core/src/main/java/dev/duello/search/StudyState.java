package dev.duello.search;

import java.util.ArrayList;
import java.util.List;

/** What the journal says so far. @param trials by their numbers */
public record StudyState(List<Trial> trials) {
    public StudyState {
        trials = List.copyOf(trials);
    }

    static StudyState of(List<StudyEvent> events) {
        List<Trial> trials = new ArrayList<>();
        for (StudyEvent event : events) {
            int number = event.trial();
            switch (event) {
                case StudyEvent.Proposed proposed -> trials.add(Trial.of(proposed));
                case StudyEvent.Began began -> {
                    Trial trial = trials.get(number);
                    long first = trial.began() == 0 ? began.time() : trial.began();
                    trials.set(number, with(trial, trial.results(), began.rung(), began.worker(), first));
                }
                case StudyEvent.Ended ended -> {
                    Trial trial = trials.get(number);
                    List<StudyEvent.Ended> results = new ArrayList<>(trial.results());
                    results.add(ended);
                    trials.set(number, with(trial, results, -1, "", trial.began()));
                }
            }
        }
        return new StudyState(trials);
    }

    private static Trial with(Trial trial, List<StudyEvent.Ended> results, int running, String worker, long began) {
        return new Trial(
                trial.number(), trial.values(), trial.repeats(), trial.seed(), results, running, worker, began);
    }

    /** Those of the search, without those of the comparison at its end. */
    public List<Trial> searched() {
        return trials.stream().filter(Trial::isOfSearch).toList();
    }

    /** Those of the comparison at the end. */
    public List<Trial> compared() {
        return trials.stream().filter(trial -> !trial.isOfSearch()).toList();
    }

    /** Seconds that all trials took so far, added up. */
    public double spent() {
        return trials.stream()
                .flatMap(trial -> trial.results().stream())
                .mapToDouble(StudyEvent.Ended::spent)
                .sum();
    }
}
