package dev.duello.autoencoder;

import dev.duello.nn.Architecture;
import dev.duello.nn.Layer;
import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoder and a decoder as one network, so that one backward pass, one gradient rule and one optimizer serve both; and each
 * as a network of its own, to be used and saved alone. Their numbers are the same, in the same memory. Whoever makes it closes it.
 *
 * @param both the whole; it belongs to whoever gave it
 */
record EncoderDecoder(Network both, Network encoder, Network decoder) implements AutoCloseable {
    /** The two of a network whose layers are those of the encoder and then those of the decoder. */
    static EncoderDecoder of(Network both, Architecture encoder, Architecture decoder) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Network first = opened.add(both.part(0, encoder));
            Network second = opened.add(both.part(encoder.layers().size(), decoder));
            opened.succeeded();
            return new EncoderDecoder(both, first, second);
        }
    }

    /** The layers of both. */
    static Architecture joined(Architecture encoder, Architecture decoder) {
        List<Layer> layers = new ArrayList<>(encoder.layers());
        layers.addAll(decoder.layers());
        return new Architecture(encoder.inputs(), layers, encoder.initializer());
    }

    /** Draws first values, each network by its own initializer and stream. */
    void initialize(long seed) {
        initialize(encoder, new RandomStream("encoder-weights", seed));
        initialize(decoder, new RandomStream("decoder-weights", seed));
    }

    private static void initialize(Network network, RandomStream random) {
        try (Network fresh =
                        Network.initialized(network.architecture(), network.device(), network.precision(), random);
                var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            network.parameters().trained().copyFrom_(fresh.parameters().trained());
            network.parameters().statistics().copyFrom_(fresh.parameters().statistics());
        }
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
