package dev.duello.classify;

import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A classifier's losses of one step. Keeps them, and how many classes were told right, for statistics. */
final class ClassifierLoss implements SampleLosses {
    private final Network network;
    private final Tensor images;
    private final Tensor labels;
    private final Tensor losses;
    private final Tensor right;

    /**
     * @param images {@code [N, C, H, W]}
     * @param labels INT64 {@code [N]}
     */
    ClassifierLoss(Network network, Tensor images, Tensor labels) {
        this.network = network;
        this.images = images;
        this.labels = labels;
        losses = Tensors.zeros(network.device(), size());
        right = Tensors.zeros(Device.CPU, 1);
    }

    @Override
    public int size() {
        return Math.toIntExact(images.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor wanted = labels.narrow(0, from, count);
        Tensor logits = network.forward(images.narrow(0, from, count), network.pass(Mode.TRAIN, Map.of(), tape));
        Tensor each = Functions.crossEntropies(logits, wanted);
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
            right.add_(Tensors.of(new float[] {Functions.countEqual(logits.argmax(), wanted)}, 1), 1);
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses, right);
    }

    /** The mean of all that were computed. */
    double mean() {
        return losses.mean().item();
    }

    /** The share of samples whose class was told right. */
    double accuracy() {
        return right.item() / size();
    }
}
