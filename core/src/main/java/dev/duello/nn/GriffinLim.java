package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/**
 * Sounds of spectrograms, the inverse of {@link Spectrogram}: {@code [C, window / 2, T]} becomes {@code [C, T hop]}. A spectrogram tells
 * no phases. They are estimated by going back and forth between sound and spectrum, each time with the wanted amplitudes (Griffin and
 * Lim, 1984), with the momentum of Perraudin, Balazs and Søndergaard (2013). The first phases are always the same, so that equal
 * spectrograms give equal sounds. Nothing is learned.
 *
 * @param window samples that a column sees, an even number
 * @param hop samples from one column to the next, an even number, at most half of the window
 * @param iterations how often, 1 or more
 */
public record GriffinLim(int window, int hop, int iterations) implements Layer {
    /** Of the step from one estimate to the next, how much is made once more. */
    public static final double MOMENTUM = 0.99;

    /** Added to a power before its root is divided by: of silence the phase is anything. */
    public static final double TINY = 1e-16;

    private static final int PHASES = 1 << 16;

    public GriffinLim {
        if (window < 4 || window % 2 != 0 || hop < 2 || hop % 2 != 0 || 2 * hop > window || iterations < 1) {
            throw new ShapeException(
                    "A Griffin-Lim layer needs an even window, an even hop of at most half of it and at least 1 iteration; got window "
                            + window + ", hop " + hop + " and " + iterations + " iterations.");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.spatial().size() != 2 || input.spatial().getFirst() != window / 2) {
            throw new ShapeException("A " + label() + " layer needs spectrograms of " + window / 2
                    + " frequencies, but its input is " + input + ".");
        }
        return Shape.of(input.channels(), input.spatial().getLast() * hop);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return 2L * iterations * window * window * input.spatial().getLast() * input.channels();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        long channels = input.size(1);
        int columns = Math.toIntExact(input.size(3));
        Tensor amplitudes = Functions.exp(input.to(DType.FLOAT32)
                        .reshape(-1, 1, window / 2, columns)
                        .add(-1)
                        .multiply(1 / Spectrogram.SCALE))
                .add(-Spectrogram.FLOOR)
                .clamp_(TINY, Float.MAX_VALUE)
                .sqrt();
        Tensor toParts = Tensors.of(new Spectrogram(window, hop).waves(), window, 1, window)
                .toDeviceOf(input);
        Tensor toSounds = Tensors.of(waves(), window, 1, window).toDeviceOf(input);
        Tensor overlap = Tensors.of(overlap(columns), columns * hop).toDeviceOf(input);
        Tensor phases = Tensors.of(phases(columns), 1, 2, window / 2, columns).toDeviceOf(input);
        Tensor before = null;
        for (int i = 0; i < iterations; i++) {
            Tensor sounds = sounds(amplitudes.multiply(phases), toSounds, overlap);
            Tensor parts = Functions.convolution(
                            sounds, toParts, null, new long[] {hop}, new long[] {margin()}, new long[] {1}, 1)
                    .reshape(-1, 2, window / 2, columns);
            Tensor ahead = before == null
                    ? parts
                    : parts.add(parts.add(before.negate()).multiply(MOMENTUM));
            phases = ahead.divide(ahead.square().sum(1).add(TINY).sqrt().reshape(-1, 1, window / 2, columns));
            before = parts;
        }
        return sounds(amplitudes.multiply(phases), toSounds, overlap).reshape(-1, channels, (long) columns * hop);
    }

    private Tensor sounds(Tensor parts, Tensor toSounds, Tensor overlap) {
        return Functions.convolutionTransposed(
                        parts.reshape(-1, window, parts.size(3)),
                        toSounds,
                        null,
                        new long[] {hop},
                        new long[] {margin()},
                        new long[] {0},
                        1)
                .divide(overlap);
    }

    /** What the first window sees before the sound, and the last one after it. */
    public int margin() {
        return (window - hop) / 2;
    }

    /** From the parts of {@link Spectrogram#waves} back to what was in the window, under the window once more; in the same order. */
    public float[] waves() {
        int bins = window / 2;
        float[] waves = new float[window * window];
        for (int i = 0; i < window; i++) {
            for (int k = 0; k < bins; k++) {
                double angle = 2 * Math.PI * ((long) k * i % window) / window;
                // All frequencies but 0 are there twice, once as a negative one.
                double share = hann(i) * (k == 0 ? 0.25 : 0.5);
                waves[k * window + i] = (float) (share * Math.cos(angle));
                waves[(bins + k) * window + i] = (float) (share * Math.sin(angle));
            }
        }
        return waves;
    }

    /** What the squared windows add up to at each sample. */
    public float[] overlap(int columns) {
        double[] sum = new double[(columns - 1) * hop + window];
        for (int column = 0; column < columns; column++) {
            for (int i = 0; i < window; i++) {
                sum[column * hop + i] += hann(i) * hann(i);
            }
        }
        float[] inside = new float[columns * hop];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = (float) sum[margin() + i];
        }
        return inside;
    }

    /** Phases that look random and are always the same: of each place the cosine, then of each the sine, {@code [2, window / 2, T]}. */
    public float[] phases(int columns) {
        int places = window / 2 * columns;
        float[] phases = new float[2 * places];
        for (int k = 0; k < window / 2; k++) {
            for (int t = 0; t < columns; t++) {
                long mixed = (40_503L * k * k + 30_011L * t * t + 25_717L * k * t) % PHASES;
                double angle = 2 * Math.PI * mixed / PHASES;
                phases[k * columns + t] = (float) Math.cos(angle);
                phases[places + k * columns + t] = (float) Math.sin(angle);
            }
        }
        return phases;
    }

    private double hann(int i) {
        return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window);
    }

    @Override
    public String label() {
        return "griffin-lim";
    }
}
