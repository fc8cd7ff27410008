package dev.duello.autoencoder;

import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Networks;
import dev.duello.nn.Architecture;
import dev.duello.nn.Network;
import dev.duello.nn.NetworkGroup;
import dev.duello.nn.ParameterAverage;
import dev.duello.nn.Parameters;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and a decoder that learn from one loss, and the moving average of both: what every kind of autoencoder consists of.
 * Whoever makes it closes it.
 */
public final class EncoderDecoder implements AutoCloseable {
    /** The encoder's name among architectures and saved tensors. */
    public static final String ENCODER = "encoder";
    /** That of the decoder. */
    public static final String DECODER = "decoder";
    /** Those of their moving averages. */
    public static final String ENCODER_AVERAGE = "encoder-average";

    public static final String DECODER_AVERAGE = "decoder-average";

    private final NetworkGroup networks;
    private final NetworkGroup averaged;
    private final ParameterAverage average;

    /** Fresh networks of a setup, which has their architectures. */
    public EncoderDecoder(LearnerSetup setup, AutoencoderSettings.Ema ema) {
        SequencedMap<String, Architecture> architectures = new LinkedHashMap<>();
        architectures.put(ENCODER, setup.networks().get(ENCODER));
        architectures.put(DECODER, setup.networks().get(DECODER));
        Device device = setup.compute().device();
        Precision precision = setup.compute().precision();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            networks = opened.add(NetworkGroup.initialized(architectures, device, precision, setup.seed()));
            averaged = opened.add(NetworkGroup.blank(architectures, device, precision));
            average = new ParameterAverage(
                    networks.parameters(), averaged.parameters(), ema.halfLifeKimg(), ema.rampUp());
            opened.succeeded();
        }
    }

    public Network encoder() {
        return networks.get(ENCODER);
    }

    public Network decoder() {
        return networks.get(DECODER);
    }

    /** The numbers of both. */
    public Parameters parameters() {
        return networks.parameters();
    }

    /** Takes their present numbers into the average; see {@link ParameterAverage#update}. */
    public void updateAverage(long samplesSeen, int batch) {
        average.update(samplesSeen, batch);
    }

    /** The present networks and averages by their names; they stay with this. */
    public Networks live() {
        return new Live();
    }

    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return switch (name) {
                case ENCODER_AVERAGE -> averaged.get(ENCODER);
                case DECODER_AVERAGE -> averaged.get(DECODER);
                default -> networks.get(name);
            };
        }

        @Override
        public void close() {}
    }

    /** See {@link dev.duello.learn.Learner#tensors}. */
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        files.put(ENCODER, encoder().parameters().byName());
        files.put(DECODER, decoder().parameters().byName());
        files.put(ENCODER_AVERAGE, averaged.get(ENCODER).parameters().byName());
        files.put(DECODER_AVERAGE, averaged.get(DECODER).parameters().byName());
        return files;
    }

    /** See {@link dev.duello.learn.Learner#metadata}. */
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        files.put(ENCODER, encoder().architecture().metadata());
        files.put(DECODER, decoder().architecture().metadata());
        files.put(ENCODER_AVERAGE, encoder().architecture().metadata());
        files.put(DECODER_AVERAGE, decoder().architecture().metadata());
        return files;
    }

    /** See {@link dev.duello.learn.Learner#firstNonFinite}. */
    public @Nullable String firstNonFinite() {
        return networks.firstNonFinite();
    }

    @Override
    public void close() {
        averaged.close();
        networks.close();
    }
}
