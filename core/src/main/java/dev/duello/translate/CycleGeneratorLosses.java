package dev.duello.translate;

import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The losses of both generators of one step (Zhu et al., 2017, equations 1 to 3 and section 5.2): what they make is to be taken for real,
 * what comes back is to be what it was, and images of the goal are to stay as they are. Keeps what was made, for the discriminators.
 */
final class CycleGeneratorLosses implements SampleLosses {
    private final CycleSettings settings;
    private final Players networks;
    private final Tensor sources;
    private final Tensor targets;
    private final RandomStream layerNoise;
    private final Tensor fakeTargets;
    private final Tensor fakeSources;
    private final Tensor adversarial;
    private final Tensor cycles;

    /**
     * @param there makes targets of sources
     * @param back makes sources of targets
     * @param ofTargets judges targets
     * @param ofSources judges sources
     */
    record Players(Network there, Network back, Network ofTargets, Network ofSources) {}

    CycleGeneratorLosses(
            CycleSettings settings, Players networks, Tensor sources, Tensor targets, RandomStream layerNoise) {
        this.settings = settings;
        this.networks = networks;
        this.sources = sources;
        this.targets = targets;
        this.layerNoise = layerNoise;
        try (var _ = GradientMode.off()) {
            fakeTargets = targets.copy().fill_(0);
            fakeSources = sources.copy().fill_(0);
            adversarial = Tensors.zeros(networks.there().device(), size());
            cycles = adversarial.copy();
        }
    }

    @Override
    public int size() {
        return Math.toIntExact(sources.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor a = sources.narrow(0, from, count);
        Tensor b = targets.narrow(0, from, count);
        Tensor fakeB = made(networks.there(), a);
        Tensor fakeA = made(networks.back(), b);
        Tensor wanted = settings.objective()
                .generatorLosses(networks.ofTargets().forward(fakeB, Mode.TRAIN))
                .add(settings.objective().generatorLosses(networks.ofSources().forward(fakeA, Mode.TRAIN)));
        Tensor cycle = distance(made(networks.back(), fakeB), a).add(distance(made(networks.there(), fakeA), b));
        try (var _ = GradientMode.off()) {
            fakeTargets.narrow(0, from, count).copyFrom_(fakeB);
            fakeSources.narrow(0, from, count).copyFrom_(fakeA);
            adversarial.narrow(0, from, count).copyFrom_(wanted);
            cycles.narrow(0, from, count).copyFrom_(cycle);
        }
        Tensor all = wanted.add(cycle.multiply(settings.loss().cycle()));
        if (settings.loss().identity() == 0) {
            return all;
        }
        Tensor identity = distance(made(networks.there(), b), b).add(distance(made(networks.back(), a), a));
        return all.add(identity.multiply(settings.loss().identity()));
    }

    private Tensor made(Network generator, Tensor images) {
        return generator.forward(
                images, generator.pass(Mode.TRAIN, Map.of(), null).with(layerNoise));
    }

    private static Tensor distance(Tensor images, Tensor originals) {
        return PatchLoss.perSample(images.subtract(originals).abs());
    }

    @Override
    public List<Tensor> kept() {
        return List.of(fakeTargets, fakeSources, adversarial, cycles);
    }

    /** What was made of the sources, {@code [N, C, H, W]}. */
    Tensor fakeTargets() {
        return fakeTargets;
    }

    /** What was made of the targets. */
    Tensor fakeSources() {
        return fakeSources;
    }

    /** The mean of what both want of the discriminators. */
    Tensor wanted() {
        return adversarial.mean();
    }

    /** The mean distance of what came back, of both directions. */
    Tensor cycle() {
        return cycles.mean();
    }
}
