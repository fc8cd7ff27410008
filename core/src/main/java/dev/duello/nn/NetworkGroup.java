package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Several networks that have one loss, such as an encoder and a decoder. Their numbers lie in one memory, one network after the
 * other, so that one backward pass, one gradient rule, one optimizer and one moving average serve all; each can be run and saved
 * by itself. Whoever makes it closes it. Not thread-safe.
 */
public final class NetworkGroup implements AutoCloseable {
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Parameters parameters;

    private NetworkGroup(SequencedMap<String, Architecture> architectures, Device device, Precision precision) {
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open()) {
            Tensor trained =
                    opened.add(Tensors.zeros(device, count(architectures, true)).keep());
            Tensor statistics = opened.add(
                    Tensors.zeros(device, count(architectures, false)).keep());
            long trainedOffset = 0;
            long statisticsOffset = 0;
            Map<String, Parameters> members = new LinkedHashMap<>();
            for (Map.Entry<String, Architecture> entry : architectures.entrySet()) {
                Architecture architecture = entry.getValue();
                Parameters own = opened.add(
                        Parameters.within(trained, trainedOffset, statistics, statisticsOffset, architecture));
                trainedOffset += Parameters.count(architecture.placed(), true);
                statisticsOffset += Parameters.count(architecture.placed(), false);
                members.put(entry.getKey(), own);
                networks.put(entry.getKey(), Network.of(architecture, device, precision, own));
            }
            parameters = new Parameters(trained, statistics, members);
            opened.succeeded();
        }
    }

    private static long count(Map<String, Architecture> architectures, boolean isTrained) {
        return architectures.values().stream()
                .mapToLong(architecture -> Parameters.count(architecture.placed(), isTrained))
                .sum();
    }

    /** Networks of zeros, to be filled from files or from another group. */
    public static NetworkGroup blank(
            SequencedMap<String, Architecture> architectures, Device device, Precision precision) {
        return new NetworkGroup(architectures, device, precision);
    }

    /** Networks with first values, each drawn from a stream that is named {@code encoder-weights} for a network {@code encoder}. */
    public static NetworkGroup initialized(
            SequencedMap<String, Architecture> architectures, Device device, Precision precision, long seed) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            NetworkGroup group = opened.add(new NetworkGroup(architectures, device, precision));
            group.networks.forEach((name, network) ->
                    network.parameters().initialize(network.architecture(), new RandomStream(name + "-weights", seed)));
            opened.succeeded();
            return group;
        }
    }

    /**
     * One of them, which belongs to the group.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public Network get(String name) {
        Network network = networks.get(name);
        if (network == null) {
            throw new IllegalArgumentException("no network '" + name + "' among " + networks.keySet());
        }
        return network;
    }

    /** All of them by name, in their order. */
    public Map<String, Network> networks() {
        return Collections.unmodifiableMap(networks);
    }

    /** The numbers of all; the name of each begins with that of its network. */
    public Parameters parameters() {
        return parameters;
    }

    /** Where NaN or an infinity is, as in {@code the encoder, 0.conv.weight}, or null when all numbers are finite. */
    public @Nullable String firstNonFinite() {
        String name = parameters.firstNonFinite();
        if (name == null) {
            return null;
        }
        int dot = name.indexOf('.');
        return "the " + name.substring(0, dot) + ", " + name.substring(dot + 1);
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
        parameters.trained().close();
        parameters.statistics().close();
    }
}
