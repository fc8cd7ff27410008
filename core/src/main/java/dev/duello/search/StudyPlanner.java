package dev.duello.search;

import dev.duello.search.Sampler.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What a worker does next, decided by nothing but the state of the study and its limit: so that a study that was killed goes on
 * as if it had not been.
 */
final class StudyPlanner {
    /** So many of the best are trained again at the end. */
    static final int BEST = 3;
    /** Of a limited time, at most this is kept for the comparison at the end. */
    private static final double COMPARISON = 0.5;

    private final Space space;
    private final StudySettings settings;
    private final Halving halving;
    private final StudyLimit limit;

    StudyPlanner(Space space, StudySettings settings, StudyLimit limit) {
        this.space = space;
        this.settings = settings;
        this.limit = limit;
        halving = new Halving(settings.lengths());
    }

    /** What to do. */
    sealed interface Next {}

    /** @param isNew whether the trial is none yet */
    record Train(StudyEvent.Proposed trial, int rung, boolean isNew) implements Next {}

    /** What others do must be awaited. */
    record Wait() implements Next {}

    record Done() implements Next {}

    Next next(StudyState state) {
        boolean mayPropose = mayPropose(state);
        boolean isClosing = state.searched().size() >= limit.trials();
        List<Trial> searched = state.searched();
        Optional<Halving.Promotion> promotion = halving.next(
                reached(state),
                (trial, rung) -> state.trials().get(trial).running() > rung
                        || state.trials().get(trial).results().stream().anyMatch(result -> result.rung() > rung),
                isClosing);
        if (promotion.isPresent() && isWithin(state, cost(promotion.get().rung()), true)) {
            Trial trial = state.trials().get(promotion.get().trial());
            return new Train(proposal(trial), promotion.get().rung(), false);
        }
        if (mayPropose) {
            return new Train(propose(state), 0, true);
        }
        if (searched.stream().anyMatch(Trial::isRunning)) {
            return new Wait();
        }
        return compare(state);
    }

    private static StudyEvent.Proposed proposal(Trial trial) {
        return new StudyEvent.Proposed(trial.number(), trial.values(), trial.repeats(), trial.seed());
    }

    private boolean mayPropose(StudyState state) {
        return state.searched().size() < limit.trials() && isWithin(state, cost(0), true);
    }

    private StudyEvent.Proposed propose(StudyState state) {
        int number = state.trials().size();
        // A stream of its own for each trial: nothing but the seed and the state decides.
        SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + number);
        Map<String, Double> point = settings.newSampler().propose(space, observations(state), random);
        return new StudyEvent.Proposed(number, space.values(point), Trial.NEW, settings.seed());
    }

    /** For each rung the trials of the search that were measured there, with their badness. */
    private List<Map<Integer, Double>> reached(StudyState state) {
        List<Map<Integer, Double>> reached = new ArrayList<>();
        for (int rung = 0; rung <= halving.last(); rung++) {
            reached.add(badness(state, rung));
        }
        return reached;
    }

    private Map<Integer, Double> badness(StudyState state, int rung) {
        Map<Integer, Map<String, Double>> values = new HashMap<>();
        List<Integer> troubled = new ArrayList<>();
        for (Trial trial : state.searched()) {
            StudyEvent.Ended result = trial.at(rung);
            if (result != null) {
                values.put(trial.number(), result.values());
                // At the end, the best checkpoint is kept, whatever came after it.
                if (!result.trouble().isEmpty() && rung < halving.last()) {
                    troubled.add(trial.number());
                }
            }
        }
        Map<Integer, Double> badness = new HashMap<>(Ranking.badness(settings.metrics(), values));
        troubled.forEach(trial -> badness.put(trial, Double.POSITIVE_INFINITY));
        return badness;
    }

    private List<Observation> observations(StudyState state) {
        List<Map<Integer, Double>> reached = reached(state);
        List<Observation> observations = new ArrayList<>();
        for (Trial trial : state.searched()) {
            int rung = trial.rung();
            double badness =
                    rung < 0 ? Double.POSITIVE_INFINITY : reached.get(rung).get(trial.number());
            observations.add(new Observation(
                    space.point(trial.values()), rung, badness, trial.results().isEmpty()));
        }
        return observations;
    }

    /** The trials of the search, the best first; those that failed are left out. */
    List<Trial> ranked(StudyState state) {
        List<Map<Integer, Double>> reached = reached(state);
        return state.searched().stream()
                .filter(trial -> trial.rung() >= 0
                        && Double.isFinite(reached.get(trial.rung()).get(trial.number())))
                .sorted(Comparator.comparing(Trial::rung, Comparator.reverseOrder())
                        .thenComparing(trial -> reached.get(trial.rung()).get(trial.number()))
                        .thenComparing(Trial::number))
                .toList();
    }

    /** The best and the preset, all with the same new seeds, seed after seed. */
    private Next compare(StudyState state) {
        List<Trial> best = ranked(state).stream().limit(BEST).toList();
        if (best.isEmpty()) {
            return new Done();
        }
        for (int round = 0; round < settings.seeds(); round++) {
            long seed = settings.seed() + 1 + round;
            List<StudyEvent.Proposed> wanted = Stream.concat(
                            best.stream()
                                    .map(trial -> new StudyEvent.Proposed(0, trial.values(), trial.number(), seed)),
                            Stream.of(new StudyEvent.Proposed(0, Map.of(), Trial.PRESET, seed)))
                    .toList();
            List<StudyEvent.Proposed> missing = wanted.stream()
                    .filter(each -> state.compared().stream()
                            .noneMatch(trial -> trial.repeats() == each.repeats() && trial.seed() == seed))
                    .toList();
            boolean isBegun = missing.size() < wanted.size();
            if (!missing.isEmpty()
                    && (isBegun
                            || round == 0
                            || isWithin(state, wanted.size() * halving.lengths().getLast(), false))) {
                StudyEvent.Proposed first = missing.getFirst();
                return new Train(
                        new StudyEvent.Proposed(state.trials().size(), first.values(), first.repeats(), seed),
                        halving.last(),
                        true);
            }
        }
        return state.compared().stream().anyMatch(Trial::isRunning) ? new Wait() : new Done();
    }

    private double cost(int rung) {
        return halving.lengths().get(rung) - (rung == 0 ? 0 : halving.lengths().get(rung - 1));
    }

    private boolean isWithin(StudyState state, double kimg, boolean isSearch) {
        if (!limit.isTimed()) {
            return true;
        }
        double speed = secondsPerKimg(state);
        double whole = halving.lengths().getLast();
        double running = state.trials().stream()
                .filter(Trial::isRunning)
                .mapToDouble(trial -> trial.isOfSearch() ? cost(trial.running()) : whole)
                .sum();
        double comparison =
                isSearch ? Math.min(COMPARISON * limit.seconds(), (BEST + 1) * settings.seeds() * whole * speed) : 0;
        return state.spent() + (running + kimg) * speed <= limit.seconds() - comparison;
    }

    /** As trials were so far; 0 while nothing is known. */
    private double secondsPerKimg(StudyState state) {
        double kimg = state.trials().stream()
                .flatMap(trial -> trial.results().stream()
                        .filter(result -> !result.values().isEmpty())
                        .map(result -> trial.isOfSearch()
                                ? cost(result.rung())
                                : halving.lengths().getLast()))
                .mapToDouble(Double::doubleValue)
                .sum();
        return kimg == 0 ? 0 : state.spent() / kimg;
    }
}
