package dev.duello.metric;

import java.util.function.Function;

/**
 * How two sets of shapes lie to each other, as point clouds are compared (Yang et al., PointFlow, 2019, section 5.1, <a
 * href="https://arxiv.org/abs/1906.12320">arXiv:1906.12320</a>), equally many of each.
 *
 * @param coverage the share of reals that are the nearest real of a fake
 * @param matching the mean distance from a real to its nearest fake
 * @param accuracy how often the nearest other shape is of the same set (1-NNA; Lopez-Paz and Oquab, 2017): 0.5 where the sets cannot be
 *     told apart, 1 where they lie apart, and below 0.5 where fakes are copies of reals
 */
record ShapeSets(double coverage, double matching, double accuracy) {

    /** Measured once for all three. */
    record By(ShapeDistance distance) implements Function<RealAndFake, ShapeSets> {
        @Override
        public ShapeSets apply(RealAndFake samples) {
            Occupancy real = samples.real().once(Occupancy.OF_SAMPLES);
            Occupancy fake = samples.fake().once(Occupancy.OF_SAMPLES);
            int count = Math.min(real.count(), fake.count());
            Occupancy reals = real.first(count);
            Occupancy fakes = fake.first(count);
            return of(distance.between(reals, reals), distance.between(reals, fakes), distance.between(fakes, fakes));
        }
    }

    /** Of distances, real by real, real by fake and fake by fake. A tie between the sets counts half. */
    static ShapeSets of(double[][] realReal, double[][] realFake, double[][] fakeFake) {
        int reals = realReal.length;
        int fakes = fakeFake.length;
        double[] toFake = new double[reals];
        double[] toReal = new double[fakes];
        boolean[] covered = new boolean[reals];
        double matching = 0;
        for (int i = 0; i < reals; i++) {
            toFake[i] = Double.POSITIVE_INFINITY;
            for (double distance : realFake[i]) {
                toFake[i] = Math.min(toFake[i], distance);
            }
            matching += toFake[i] / reals;
        }
        for (int j = 0; j < fakes; j++) {
            int nearest = 0;
            for (int i = 1; i < reals; i++) {
                nearest = realFake[i][j] < realFake[nearest][j] ? i : nearest;
            }
            covered[nearest] = true;
            toReal[j] = realFake[nearest][j];
        }
        double right = 0;
        for (int i = 0; i < reals; i++) {
            right += told(nearestOther(realReal, i), toFake[i]);
        }
        for (int j = 0; j < fakes; j++) {
            right += told(nearestOther(fakeFake, j), toReal[j]);
        }
        return new ShapeSets(PrecisionRecall.share(covered), matching, right / (reals + fakes));
    }

    private static double told(double own, double other) {
        return own < other ? 1 : own == other ? 0.5 : 0;
    }

    private static double nearestOther(double[][] distances, int index) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < distances.length; i++) {
            least = i == index ? least : Math.min(least, distances[index][i]);
        }
        return least;
    }
}
