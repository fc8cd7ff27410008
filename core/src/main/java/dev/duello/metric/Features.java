package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import java.util.Arrays;

/**
 * Real and fake features of one width, ready to be measured: {@code [N, d]}, finite, float64, in main memory.
 *
 * <p>Every metric computes in float64, because each ends in a small difference of large numbers.
 */
record Features(Tensor real, Tensor fake) {

    /**
     * Checks and converts.
     *
     * @param least how many rows each side needs
     * @throws IllegalArgumentException when a side has too few rows or numbers that are not finite, or the widths differ
     */
    static Features of(Tensor real, Tensor fake, int least) {
        Features both = new Features(matrix("real features", real, least), matrix("fake features", fake, least));
        requireSameWidth(both.real.size(1), both.fake.size(1));
        return both;
    }

    static void requireSameWidth(long a, long b) {
        if (a != b) {
            throw new IllegalArgumentException("Features of " + a + " and of " + b
                    + " numbers cannot be compared: take both from the same network.");
        }
    }

    /** Checks one side and converts it. */
    static Tensor matrix(String what, Tensor tensor, int least) {
        return checked(what, tensor, least).to(DType.FLOAT64).contiguous();
    }

    /**
     * In main memory and cut off from gradients, but of its own type.
     *
     * @param what in the plural, to begin an error with
     */
    static Tensor checked(String what, Tensor tensor, int least) {
        if (tensor.shape().length != 2 || tensor.size(1) < 1) {
            throw new IllegalArgumentException(
                    "The " + what + " must have the shape [N, d], not " + Arrays.toString(tensor.shape()) + ".");
        }
        if (tensor.size(0) < least) {
            throw new IllegalArgumentException(
                    "Only " + tensor.size(0) + " rows of " + what + ": this metric needs at least " + least + ".");
        }
        return finite(what, tensor);
    }

    /** The tensor in main memory and cut off from gradients. */
    static Tensor finite(String what, Tensor tensor) {
        if (!tensor.isFinite()) {
            throw new IllegalArgumentException("The " + what
                    + " hold numbers that are not finite, so nothing can be measured: a network has diverged.");
        }
        return (tensor.isOnCpu() ? tensor : tensor.to(Device.CPU)).detach();
    }

    /** Both sides moved so that the reals' mean is the origin: distances stay, rounding errors shrink. */
    Features centered() {
        Tensor mean = mean(real);
        return new Features(real.subtract(mean), fake.subtract(mean));
    }

    /** The mean row, {@code [d]}. */
    static Tensor mean(Tensor matrix) {
        return matrix.sum(0L).multiply(1.0 / matrix.size(0));
    }
}
