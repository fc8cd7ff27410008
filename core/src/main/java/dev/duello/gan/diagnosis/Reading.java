package dev.duello.gan.diagnosis;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;

/**
 * What a {@link Probe} found at one time. Scores of the discriminator are told by rank and in units of their own scatter,
 * because only some objectives give a logit a meaning of its own; images are compared with the reals or with each other.
 *
 * @param images seen in training
 * @param ranked the share of pairs of a real and a fake in which the real is judged more real; 0.5 is guessing
 * @param margin by how many standard deviations of one side the mean scores of reals and of fakes differ
 * @param logitSlope standard deviation of all logits, divided by the root of the number of pixels: about how much a logit
 *     changes with the distance of two images, whatever their size; a 1-Lipschitz critic has less than 1
 * @param memorized the share of pairs of a training image and a held-out one in which the former is judged more real; 0.5
 *     when the discriminator knows none by heart, and when there are no held-out images
 * @param fakeSpread root mean square difference of a pixel between two fakes, in [0, 2]
 * @param realSpread the same for reals
 * @param nearest median distance of a fake to the nearest other fake, divided by the same for reals; 1 when reals repeat
 * @param saturated the share of the fakes' pixels that are at their limits, black or white
 * @param realSaturated the same for reals
 * @param grid how much more the spectrum of the fakes stands out at the frequencies of an up-sampling grid than that of the
 *     reals does; 1 is alike
 * @param sketch some pixels of some fakes, always the same ones
 */
public record Reading(
        long images,
        double ranked,
        double margin,
        @JsonAlias("steepness") double logitSlope,
        @JsonAlias("memorised") double memorized,
        double fakeSpread,
        double realSpread,
        double nearest,
        double saturated,
        double realSaturated,
        double grid,
        List<Double> sketch) {
    public Reading {
        sketch = List.copyOf(sketch);
    }

    /** How different fakes are, relative to reals; 1 when all reals are the same. */
    double spread() {
        return realSpread == 0 ? 1 : fakeSpread / realSpread;
    }

    /** How far a fake moved since another reading, relative to the difference of two fakes. */
    double movement(Reading before) {
        double sum = 0;
        for (int i = 0; i < sketch.size(); i++) {
            double difference = sketch.get(i) - before.sketch.get(i);
            sum += difference * difference;
        }
        return fakeSpread == 0 ? 0 : Math.sqrt(sum / sketch.size()) / fakeSpread;
    }

    boolean isFinite() {
        return Double.isFinite(ranked + margin + logitSlope + fakeSpread + nearest + grid);
    }
}
