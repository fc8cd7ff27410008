package dev.duello.privacy;

import java.util.Arrays;
import java.util.List;

/**
 * Equally spaced values of privacy loss on which distributions are discretized and added up: multiples of {@code width},
 * {@code size} of them around 0.
 *
 * @param size a power of two
 */
record LossGrid(double width, int size) {

    /** The largest loss that the grid covers, and with a minus the smallest. */
    double bound() {
        return width * size / 2;
    }

    /**
     * The distribution of the sum of many losses.
     *
     * @param masses the probability of each value, circular: value {@code k * width + offset} at index {@code k mod size}
     * @param offset what is to be added to each multiple of the width
     */
    record Sum(LossGrid grid, double[] masses, double offset) {}

    /** The sums when the record is removed and when it is added. */
    record Sums(Sum removed, Sum added) {}

    /** A product of transforms of real sequences, in polar form; the other half of each is its mirror. */
    private record Product(double[] logAmplitudes, double[] angles) {
        Product(int size) {
            this(new double[size / 2 + 1], new double[size / 2 + 1]);
        }

        void multiply(int k, double real, double imaginary, long times) {
            logAmplitudes[k] += times * Math.log(Math.hypot(real, imaginary));
            angles[k] += times * Math.atan2(imaginary, real);
        }

        double real(int k) {
            return Math.exp(logAmplitudes[k]) * Math.cos(angles[k]);
        }

        double imaginary(int k) {
            return Math.exp(logAmplitudes[k]) * Math.sin(angles[k]);
        }
    }

    /**
     * Adds up the losses of all steps, in both directions at once: two real sequences are the parts of one complex sequence,
     * and the transform of a sum is the product of transforms.
     */
    Sums add(List<GaussianSteps> history) {
        Fourier fourier = new Fourier(size);
        Product removedProduct = new Product(size);
        Product addedProduct = new Product(size);
        double[] removed = new double[size];
        double[] added = new double[size];
        double removedOffset = 0;
        double addedOffset = 0;
        for (GaussianSteps steps : history) {
            removedOffset += steps.steps() * discretize(steps, true, removed);
            addedOffset += steps.steps() * discretize(steps, false, added);
            fourier.forward(removed, added);
            multiply(steps.steps(), removed, added, removedProduct, addedProduct);
        }
        combine(removedProduct, addedProduct, removed, added);
        fourier.inverse(removed, added);
        return new Sums(new Sum(this, removed, removedOffset), new Sum(this, added, addedOffset));
    }

    /**
     * The mass of each cell; returns by how much the values must be moved so that the mean is exact, which takes the first
     * order out of the error.
     */
    private double discretize(GaussianSteps steps, boolean isRemoved, double[] masses) {
        PrivacyLoss loss = new PrivacyLoss(steps.samplingRate(), steps.noiseMultiplier(), isRemoved);
        Arrays.fill(masses, 0);
        double sum = 0;
        double moment = 0;
        double start = loss.tail(-width / 2);
        double left = start;
        for (int k = 0; k < size / 2 && left > 0; k++) {
            double right = loss.tail((k + 0.5) * width);
            double mass = left - right;
            masses[k] = mass;
            sum += mass;
            moment += mass * k;
            left = right;
        }
        double right = start;
        for (int k = -1; k >= -size / 2 && right < 1; k--) {
            double further = loss.tail((k - 0.5) * width);
            double mass = further - right;
            masses[size + k] = mass;
            sum += mass;
            moment += mass * k;
            right = further;
        }
        for (int i = 0; i < size; i++) {
            masses[i] /= sum;
        }
        return loss.mean(bound()) - moment / sum * width;
    }

    /** Takes the transform of {@code a + ib} apart into those of the real sequences a and b, and multiplies them in. */
    private void multiply(long times, double[] real, double[] imaginary, Product a, Product b) {
        for (int k = 0; k <= size / 2; k++) {
            int mirror = size - k & size - 1;
            a.multiply(k, (real[k] + real[mirror]) / 2, (imaginary[k] - imaginary[mirror]) / 2, times);
            b.multiply(k, (imaginary[k] + imaginary[mirror]) / 2, (real[mirror] - real[k]) / 2, times);
        }
    }

    /** The transform of {@code a + ib} from those of a and b. */
    private void combine(Product a, Product b, double[] real, double[] imaginary) {
        for (int k = 0; k <= size / 2; k++) {
            int mirror = size - k & size - 1;
            real[mirror] = a.real(k) + b.imaginary(k);
            imaginary[mirror] = b.real(k) - a.imaginary(k);
            real[k] = a.real(k) - b.imaginary(k);
            imaginary[k] = a.imaginary(k) + b.real(k);
        }
    }
}
