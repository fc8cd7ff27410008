package dev.duello.learn;

import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.util.LinkedHashMap;
import java.util.Map;

/** Saved networks, each loaded when it is first needed. Whoever makes it closes it. */
public final class StoredNetworks implements Networks {
    private final NetworkStore store;
    private final Device device;
    private final Precision precision;
    private final Map<String, Network> loaded = new LinkedHashMap<>();

    public StoredNetworks(NetworkStore store, Device device, Precision precision) {
        this.store = store;
        this.device = device;
        this.precision = precision;
    }

    @Override
    public Network get(String name) {
        Network known = loaded.get(name);
        if (known != null) {
            return known;
        }
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Network network = opened.add(Network.blank(store.architecture(name), device, precision));
            store.load(name, network.parameters().byName());
            loaded.put(name, network);
            opened.succeeded();
            return network;
        }
    }

    @Override
    public void close() {
        loaded.values().forEach(Network::close);
    }
}
