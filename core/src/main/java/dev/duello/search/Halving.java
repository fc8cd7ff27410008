package dev.duello.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asynchronous successive halving (ASHA: Li et al. 2018, arXiv:1810.05934, algorithm 2): every trial is trained to the first rung;
 * the best half of those that reached a rung goes on to the next. Halves rather than thirds, and no rung before an eighth of
 * the length, because early values say little of the best that a GAN will reach: they tell what is hopeless, not what is best.
 *
 * @param lengths of the rungs in kimg, ascending; the last is the whole length
 */
public record Halving(List<Double> lengths) {
    /** One of so many goes on. */
    static final int ETA = 2;

    private static final int RUNGS = 4;

    public Halving {
        lengths = List.copyOf(lengths);
    }

    /** Rungs at an eighth, a quarter, a half and the whole of a length. */
    public static Halving over(double kimg) {
        List<Double> lengths = new ArrayList<>();
        for (int rung = RUNGS - 1; rung >= 0; rung--) {
            lengths.add(Math.scalb(kimg, -rung));
        }
        return new Halving(lengths);
    }

    /** The whole length at once, as a search without halving. */
    static Halving none(double kimg) {
        return new Halving(List.of(kimg));
    }

    int last() {
        return lengths.size() - 1;
    }

    /**
     * A trial to go on with.
     *
     * @param rung the one that it goes to
     */
    public record Promotion(int trial, int rung) {}

    /**
     * The trial that is to go on before a new one is begun: the highest possible rung, there the best.
     *
     * @param reached for each rung the trials that have a result there, with their badness, lower is better; infinite for one
     *     that must not go on
     * @param goesOn whether a trial already went on from a rung
     * @param isClosing whether no new trials will come: then one goes on from each rung even where half of them is less
     */
    Optional<Promotion> next(List<Map<Integer, Double>> reached, Went goesOn, boolean isClosing) {
        for (int rung = Math.min(last() - 1, reached.size() - 1); rung >= 0; rung--) {
            int from = rung;
            Map<Integer, Double> here = reached.get(rung);
            int most = here.size() / ETA;
            if (isClosing && most == 0 && !here.isEmpty()) {
                most = 1;
            }
            Optional<Promotion> next = here.entrySet().stream()
                    .sorted(Map.Entry.<Integer, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .limit(most)
                    .filter(each -> Double.isFinite(each.getValue()) && !goesOn.from(each.getKey(), from))
                    .map(each -> new Promotion(each.getKey(), from + 1))
                    .findFirst();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** What already went on. */
    interface Went {
        boolean from(int trial, int rung);
    }
}
