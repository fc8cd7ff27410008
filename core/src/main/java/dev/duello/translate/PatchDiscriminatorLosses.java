package dev.duello.translate;

import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The losses of a discriminator that sees images without their sources. Keeps them, for statistics. */
final class PatchDiscriminatorLosses implements SampleLosses {
    private final PatchLoss loss;
    private final Network network;
    private final Tensor reals;
    private final Part fakes;
    private final Tensor losses;
    private final Tensor realProbabilities;
    private final Tensor fakeProbabilities;

    /** Some images of a batch. */
    @FunctionalInterface
    interface Part {
        Tensor of(int from, int count);
    }

    /** @param fakes as many as reals, without a path back to a generator */
    PatchDiscriminatorLosses(PatchLoss loss, Network network, Tensor reals, Part fakes) {
        this.loss = loss;
        this.network = network;
        this.reals = reals;
        this.fakes = fakes;
        losses = Tensors.zeros(network.device(), size());
        realProbabilities = losses.copy();
        fakeProbabilities = losses.copy();
    }

    @Override
    public int size() {
        return Math.toIntExact(reals.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor ofReals = network.forward(reals.narrow(0, from, count), Mode.TRAIN);
        Tensor ofFakes = network.forward(fakes.of(from, count), Mode.TRAIN);
        Tensor each = loss.discriminatorLosses(ofReals, ofFakes);
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
            realProbabilities.narrow(0, from, count).copyFrom_(PatchLoss.perSample(Functions.sigmoid(ofReals)));
            fakeProbabilities.narrow(0, from, count).copyFrom_(PatchLoss.perSample(Functions.sigmoid(ofFakes)));
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses, realProbabilities, fakeProbabilities);
    }

    Tensor mean() {
        return losses.mean();
    }

    Tensor realProbability() {
        return realProbabilities.mean();
    }

    Tensor fakeProbability() {
        return fakeProbabilities.mean();
    }
}
