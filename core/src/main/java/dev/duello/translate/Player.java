package dev.duello.translate;

import dev.duello.learn.LearnerSetup;
import dev.duello.nn.Adam;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Network;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.SampleLosses;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Map;

/** One network that learns, with its optimizer. Whoever makes it closes it. */
final class Player implements AutoCloseable {
    private final String name;
    private final Network network;
    private final Adam optimizer;
    private final GradientRule gradients;

    /** @param name of the network among those of the setup, from which its first weights are drawn as well */
    Player(String name, LearnerSetup setup) {
        this.name = name;
        this.gradients = setup.gradientRule();
        Architecture architecture = setup.networks().get(name);
        if (architecture == null) {
            throw new IllegalArgumentException(
                    "no network '" + name + "' among " + setup.networks().keySet());
        }
        try (CloseOnFailure opened = new CloseOnFailure()) {
            network = opened.add(Network.initialized(
                    architecture,
                    setup.compute().device(),
                    setup.compute().precision(),
                    new RandomStream(name + "-weights", setup.seed())));
            optimizer = opened.add(new Adam(network.parameters()));
            opened.succeeded();
        }
    }

    String name() {
        return name;
    }

    Network network() {
        return network;
    }

    Adam optimizer() {
        return optimizer;
    }

    /** One step against the gradient of the mean loss. */
    void move(SampleLosses losses, OptimizerSettings settings, double progress) {
        try (var _ = TensorScope.open()) {
            optimizer.step(gradients.gradients(losses, network.parameters()), settings.at(progress));
        }
    }

    /** Adds what to save of the network and its optimizer. */
    void addTo(Map<String, Map<String, Tensor>> files, Map<String, Tensor> optimizers) {
        files.put(name, network.parameters().byName());
        optimizers.put(name + ".mean", optimizer.mean());
        optimizers.put(name + ".mean-square", optimizer.meanSquare());
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }
}
