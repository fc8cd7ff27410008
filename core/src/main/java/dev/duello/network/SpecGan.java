package dev.duello.network;

import dev.duello.nn.Architecture;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.nn.Spectrogram;
import java.util.ArrayList;
import java.util.List;

/**
 * SpecGAN (Donahue, McAuley and Puckette, 2019, section 4): networks for images between spectrograms and sounds. A generator ends with an
 * estimate of the phases, a discriminator begins with the spectrogram. Unlike in the paper, windows of short sounds overlap by three
 * quarters, which makes that estimate better, and the networks are those of {@link UpsampleConvNetworks}.
 */
final class SpecGan {
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 1 << 16;
    /** Sounds up to this length have 64 columns, longer ones 128. */
    private static final int SHORT = 1 << 12;

    private static final int LARGEST_OVERLAP = 256;
    private static final int ITERATIONS = 32;

    private SpecGan() {}

    /** @param sound {@code [1, L]} */
    static Architecture generator(Shape sound, GeneratorConfig config) {
        Spectrogram spectrogram = spectrogram(sound);
        Architecture pictures = UpsampleConvNetworks.generator(spectrogram.outputShape(sound), config);
        List<Layer> layers = new ArrayList<>(pictures.layers());
        layers.add(new GriffinLim(spectrogram.window(), spectrogram.hop(), ITERATIONS));
        return new Architecture(pictures.inputs(), layers, pictures.initializer());
    }

    /** @param sound {@code [1, L]} */
    static Architecture discriminator(Shape sound, DiscriminatorConfig config) {
        Spectrogram spectrogram = spectrogram(sound);
        Architecture pictures = UpsampleConvNetworks.discriminator(spectrogram.outputShape(sound), config);
        List<Layer> layers = new ArrayList<>(pictures.layers());
        layers.addFirst(spectrogram);
        return new Architecture(sound, layers, pictures.initializer());
    }

    /** @throws ShapeException always: an error of waveforms says nothing where phases are estimated */
    static Architecture encoder(Shape sound, EncoderConfig config) {
        throw new ShapeException("These networks are for GANs: set network=wavegan for sounds.");
    }

    /** Whether sounds of so many samples can be made. */
    static boolean takes(int length) {
        return length >= SMALLEST && length <= LARGEST && Integer.bitCount(length) == 1;
    }

    private static Spectrogram spectrogram(Shape sound) {
        int length = sound.spatial().getFirst();
        if (!takes(length)) {
            throw new ShapeException(
                    "These networks make sounds whose length is a power of two from " + SMALLEST + " to "
                            + LARGEST + ", not of " + length + " samples: set data.length="
                            + Math.clamp(Integer.highestOneBit(length), SMALLEST, LARGEST) + ".");
        }
        int hop = length / (length <= SHORT ? 64 : 128);
        return new Spectrogram(Math.max(Math.min(4 * hop, LARGEST_OVERLAP), 2 * hop), hop);
    }
}
