package dev.duello.gan;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Equal round Gaussians in the plane: data of which every mode is known, so that one can count what a generator misses.
 *
 * @param centers x and y of each
 * @param deviation of each, along both axes
 */
public record GaussianMixture(String name, List<float[]> centers, double deviation) {
    private static final int MOST_DRAWN = 200;

    /** Of a line that is made of Gaussians: so close that one does not see where one ends. */
    private static final double LINE_DEVIATION = 0.05;

    /** Eight on a circle of radius 2, as in Metz et al., 2017. */
    public static GaussianMixture ring() {
        List<float[]> centers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double angle = 2 * Math.PI * i / 8;
            centers.add(new float[] {(float) (2 * Math.cos(angle)), (float) (2 * Math.sin(angle))});
        }
        return new GaussianMixture("ring of 8", centers, 0.02);
    }

    /** Five by five at distances of 2, as in Srivastava et al., 2017. */
    public static GaussianMixture grid() {
        List<float[]> centers = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            centers.add(new float[] {2 * (i / 5) - 4, 2 * (i % 5) - 4});
        }
        return new GaussianMixture("grid of 25", centers, 0.05);
    }

    /** An arm of one and a half turns, from the middle out to a radius of 2.2. */
    public static GaussianMixture spiral() {
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i <= 400; i++) {
            double angle = 3 * Math.PI * Math.sqrt(i / 400.0);
            double radius = 0.2 + 2 * angle / (3 * Math.PI);
            points.add(new float[] {(float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle))});
        }
        return along("spiral", points);
    }

    /**
     * Gaussians along lines that somebody drew.
     *
     * @param points x and y of each; those that lie within two deviations of an earlier one add nothing
     * @throws IllegalArgumentException when there are none
     */
    public static GaussianMixture along(String name, List<float[]> points) {
        List<float[]> centers = new ArrayList<>();
        for (float[] point : points) {
            boolean isNew = centers.stream()
                    .allMatch(other -> Math.hypot(point[0] - other[0], point[1] - other[1]) >= 2 * LINE_DEVIATION);
            if (isNew && centers.size() < MOST_DRAWN) {
                centers.add(point.clone());
            }
        }
        if (centers.isEmpty()) {
            throw new IllegalArgumentException("There are no points to draw from.");
        }
        return new GaussianMixture(name, centers, LINE_DEVIATION);
    }

    /** The same with wider or narrower Gaussians. */
    public GaussianMixture withDeviation(double other) {
        return new GaussianMixture(name, centers, other);
    }

    /** Points {@code [count, 2]}. */
    public Tensor sample(int count, RandomStream random) {
        SplittableRandom draws = random.javaRandom();
        float[] picked = new float[2 * count];
        for (int i = 0; i < count; i++) {
            float[] center = centers.get(draws.nextInt(centers.size()));
            picked[2 * i] = center[0];
            picked[2 * i + 1] = center[1];
        }
        return random.normal(Device.CPU, count, 2).multiply(deviation).add(Tensors.of(picked, count, 2));
    }

    /**
     * What points have of the data, as Srivastava et al., 2017, count it.
     *
     * @param modes Gaussians with at least one point within three deviations
     * @param good share of points within three deviations of a Gaussian
     */
    public record Coverage(int modes, double good) {}

    /** @param points x and y of each, one after the other */
    public Coverage coverage(float[] points) {
        boolean[] hit = new boolean[centers.size()];
        int good = 0;
        for (int i = 0; i < points.length; i += 2) {
            int nearest = -1;
            double least = 3 * deviation;
            for (int mode = 0; mode < hit.length; mode++) {
                float[] center = centers.get(mode);
                double distance = Math.hypot(points[i] - center[0], points[i + 1] - center[1]);
                if (distance <= least) {
                    least = distance;
                    nearest = mode;
                }
            }
            if (nearest >= 0) {
                hit[nearest] = true;
                good++;
            }
        }
        int modes = 0;
        for (boolean each : hit) {
            modes += each ? 1 : 0;
        }
        return new Coverage(modes, good / (points.length / 2.0));
    }
}
