package dev.duello.metric;

import dev.duello.data.SampleFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.Spectrogram;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How far sounds are from the nearest real one by their spectrograms, which tell no phases: 128 frequencies under a Hann window of 256
 * samples, every 64 samples. The nearest is looked for by each measure anew.
 */
final class SoundSpectra {
    /** So many of each side tell a median. */
    static final int MOST = 1000;

    private static final int WINDOW = 256;
    private static final int HOP = 64;
    /** Numbers of all spectrograms of one side: of sounds longer than 65536 samples fewer than {@link #MOST} are looked at. */
    private static final long MOST_NUMBERS = 1L << 27;

    private static final int FEWEST = 16;
    private static final int AT_ONCE = 16;
    /** Numbers of a tile of one side, in float64. */
    private static final int TILE = 1 << 21;
    /** Of the whole range of a spectrogram's numbers, 2. */
    private static final double DECIBELS = 80;

    private SoundSpectra() {}

    /**
     * The root mean square, over all times and frequencies, of what the powers differ by in dB, those of 80 dB below a sine of amplitude 1
     * added to both; the median over the fakes.
     */
    static double logSpectralDistance(RealAndFake samples) {
        Tensor fakes = spectrograms(samples, samples.fake());
        double[] nearest = nearest(fakes, spectrograms(samples, samples.real()), UnaryOperator.identity(), false);
        return DECIBELS / 2 * median(nearest) / Math.sqrt(fakes.size(1));
    }

    /**
     * The norm of the difference of the magnitudes, divided by the norm of the real one's (Arık, Jun and Diamos, 2019, equation 3); the
     * median over the fakes.
     */
    static double spectralConvergence(RealAndFake samples) {
        return median(nearest(
                spectrograms(samples, samples.fake()),
                spectrograms(samples, samples.real()),
                SoundSpectra::magnitudes,
                true));
    }

    private static Tensor spectrograms(RealAndFake samples, Samples side) {
        return side.once(new Of(Math.min(MOST, samples.fewer())));
    }

    /** {@code [count, frequencies * times]} float32 on the CPU, as {@link Spectrogram} has them. */
    private record Of(int count) implements Function<Samples, Tensor> {
        @Override
        public Tensor apply(Samples samples) {
            SampleFormat format = samples.format();
            if (!(format instanceof SoundFormat sound)) {
                throw new IllegalArgumentException(
                        "Only sounds have spectrograms, not " + format.medium().plural() + ".");
            }
            Architecture spectrogram = new Architecture(
                    Shape.of(1, sound.length()), List.of(new Spectrogram(WINDOW, HOP)), Initializer.HE_NORMAL);
            int some = Math.clamp(MOST_NUMBERS / spectrogram.output().elements(), Math.min(FEWEST, count), count);
            List<Tensor> parts = new ArrayList<>();
            try (Network network = Network.blank(spectrogram, Device.CPU, Precision.FP32);
                    Arena arena = Arena.ofConfined();
                    var _ = TensorScope.open()) {
                MemorySegment stored = arena.allocate((long) AT_ONCE * sound.bytes());
                for (int start = 0; start < some; start += AT_ONCE) {
                    int now = Math.min(AT_ONCE, some - start);
                    // Sorted folders must not show their first classes only.
                    int from = (int) ((long) start * (samples.count() - now) / Math.max(1, some - now));
                    samples.source().fill(from, now, stored);
                    try (var _ = TensorScope.open()) {
                        parts.add(network.forward(sound.toTensor(stored, now, Device.CPU), Mode.EVALUATE)
                                .reshape(now, -1)
                                .keep());
                    }
                }
                return Tensors.concatenate(parts, 0).keep();
            } finally {
                parts.forEach(Tensor::close);
            }
        }
    }

    private static Tensor magnitudes(Tensor spectrograms) {
        return Functions.exp(spectrograms.add(-1).multiply(1 / Spectrogram.SCALE))
                .add(-Spectrogram.FLOOR)
                .clamp_(0, Double.MAX_VALUE)
                .sqrt();
    }

    /**
     * Of each fake the distance to its nearest real.
     *
     * @param seen what is compared of spectrograms in float64
     * @param relative whether distances are divided by the norm of the real one
     */
    private static double[] nearest(Tensor fakes, Tensor reals, UnaryOperator<Tensor> seen, boolean relative) {
        double[] nearest = new double[(int) fakes.size(0)];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int rows = (int) Math.max(1, TILE / fakes.size(1));
        for (int real = 0; real < reals.size(0); real += rows) {
            try (var _ = TensorScope.open()) {
                Tensor some = seen.apply(rows(reals, real, rows));
                double[] norms = relative ? Distances.squaredNorms(some) : new double[0];
                for (int fake = 0; fake < nearest.length; fake += rows) {
                    int first = fake;
                    try (var _ = TensorScope.open()) {
                        Distances.visit(seen.apply(rows(fakes, fake, rows)), some, (row, column, squared, count) -> {
                            for (int j = 0; j < count; j++) {
                                double distance = Math.max(0, squared[j]);
                                // Silence is no distance away from silence.
                                distance = relative && distance > 0 ? distance / norms[column + j] : distance;
                                nearest[first + row] = Math.min(nearest[first + row], distance);
                            }
                        });
                    }
                }
            }
        }
        return Arrays.stream(nearest).map(Math::sqrt).toArray();
    }

    private static Tensor rows(Tensor all, int start, int most) {
        return all.narrow(0, start, Math.min(most, all.size(0) - start)).to(DType.FLOAT64);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
