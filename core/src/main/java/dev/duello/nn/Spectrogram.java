package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/**
 * Sounds as images: {@code [C, L]} becomes {@code [C, window / 2, L / hop]}, frequency from low to high by time, under a Hann window.
 * Each number is the logarithm of the power: 1 for a sine of amplitude 1, -1 for 80 dB less and for silence. Nothing is learned, and
 * gradients pass. The highest frequency, half of the rate, is left out.
 *
 * @param window samples that a column sees, an even number
 * @param hop samples from one column to the next, at most the window
 */
public record Spectrogram(int window, int hop) implements Layer {
    /** Added to the power: 80 dB below a sine of amplitude 1. */
    public static final double FLOOR = 1e-8;

    private static final double DECADES = 8;

    /** Multiplies the natural logarithm of the power, before 1 is added. */
    public static final double SCALE = 2 / (DECADES * Math.log(10));

    public Spectrogram {
        if (window < 4 || window % 2 != 0 || hop < 1 || hop > window) {
            throw new ShapeException(
                    "A spectrogram needs an even window of at least 4 and a hop of 1 up to that; got window " + window
                            + " and hop " + hop + ".");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.spatial().size() != 1) {
            throw new ShapeException("A " + label() + " layer needs 1 spatial axis, but its input is " + input + ".");
        }
        int columns = input.spatial().getFirst() / hop;
        if (columns < 1) {
            throw new ShapeException("A spectrogram with hop " + hop + " does not fit " + input + ".");
        }
        return Shape.of(input.channels(), window / 2, columns);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) window * outputShape(input).elements() * 2;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        long samples = input.size(0);
        long channels = input.size(1);
        long length = input.size(2);
        long columns = length / hop;
        // As much silence before the first column's hop as after the last one's.
        int before = (window - hop) / 2;
        long after = (columns - 1) * hop + window - before - length;
        Tensor sounds =
                input.to(DType.FLOAT32).reshape(samples * channels, 1, length).pad(before, after);
        Tensor parts = Functions.convolution(
                sounds,
                Tensors.of(waves(), window, 1, window).toDeviceOf(input),
                null,
                new long[] {hop},
                new long[] {0},
                new long[] {1},
                1);
        long bins = window / 2;
        Tensor power = parts.narrow(1, 0, bins)
                .square()
                .add(parts.narrow(1, bins, bins).square());
        return Functions.log(power.add(FLOOR)).multiply(SCALE).add(1).reshape(samples, channels, bins, columns);
    }

    /** What sounds are convolved with, {@code [window, 1, window]} row by row: of each frequency the cosine, then of each the sine, under the window. */
    public float[] waves() {
        int bins = window / 2;
        float[] waves = new float[window * window];
        for (int i = 0; i < window; i++) {
            // The window and the negative frequency each take half of the amplitude.
            double hann = (0.5 - 0.5 * Math.cos(2 * Math.PI * i / window)) * 4 / window;
            for (int k = 0; k < bins; k++) {
                double angle = 2 * Math.PI * ((long) k * i % window) / window;
                waves[k * window + i] = (float) (hann * Math.cos(angle));
                waves[(bins + k) * window + i] = (float) (hann * Math.sin(angle));
            }
        }
        return waves;
    }

    @Override
    public String label() {
        return "spectrogram";
    }
}
