package dev.duello.gan;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.SplittableRandom;

/**
 * Equal round Gaussians in the plane: data whose truth is known, so that one can count what a generator misses.
 *
 * @param centres x and y of each
 * @param deviation of each, along both axes
 */
record Gaussians(String name, float[][] centres, double deviation) {
    /** Eight on a circle, as in Metz et al., 2017. */
    static Gaussians ring() {
        float[][] centres = new float[8][];
        for (int i = 0; i < centres.length; i++) {
            double angle = 2 * Math.PI * i / centres.length;
            centres[i] = new float[] {(float) (2 * Math.cos(angle)), (float) (2 * Math.sin(angle))};
        }
        return new Gaussians("ring of 8", centres, 0.02);
    }

    /** Five by five, as in Srivastava et al., 2017. */
    static Gaussians grid() {
        float[][] centres = new float[25][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = new float[] {2 * (i / 5) - 4, 2 * (i % 5) - 4};
        }
        return new Gaussians("grid of 25", centres, 0.05);
    }

    /** Points {@code [count, 2]}. */
    Tensor sample(int count, RandomStream random) {
        SplittableRandom draws = random.javaRandom();
        float[] picked = new float[2 * count];
        for (int i = 0; i < count; i++) {
            float[] centre = centres[draws.nextInt(centres.length)];
            picked[2 * i] = centre[0];
            picked[2 * i + 1] = centre[1];
        }
        return random.normal(Device.CPU, count, 2).multiply(deviation).add(Tensors.of(picked, count, 2));
    }

    /**
     * What points have of the truth, as Srivastava et al., 2017, count it.
     *
     * @param modes Gaussians with at least one point within three deviations
     * @param good share of points within three deviations of a Gaussian
     */
    record Coverage(int modes, double good) {}

    /** Counts points {@code [N, 2]}. */
    Coverage coverage(Tensor points) {
        float[] values = points.toFloats();
        boolean[] hit = new boolean[centres.length];
        int good = 0;
        for (int i = 0; i < values.length; i += 2) {
            for (int mode = 0; mode < centres.length; mode++) {
                double distance = Math.hypot(values[i] - centres[mode][0], values[i + 1] - centres[mode][1]);
                if (distance <= 3 * deviation) {
                    hit[mode] = true;
                    good++;
                    break;
                }
            }
        }
        int modes = 0;
        for (boolean each : hit) {
            modes += each ? 1 : 0;
        }
        return new Coverage(modes, good / (values.length / 2.0));
    }
}
