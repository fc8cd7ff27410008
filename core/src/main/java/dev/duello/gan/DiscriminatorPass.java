package dev.duello.gan;

import dev.duello.gan.diagnosis.TrainingCritic.Logits;
import dev.duello.learn.Latents;
import dev.duello.nn.ForwardPass;
import dev.duello.nn.Layer;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Spectrogram;
import dev.duello.nn.Tape;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A discriminator's network and how it is given images in training.
 *
 * @param concatRealFake see {@link GanLearner.Config}
 * @param noise where its layers draw from
 */
record DiscriminatorPass(Network network, Latents latents, boolean concatRealFake, RandomStream noise) {
    /** The same with other draws. */
    DiscriminatorPass with(RandomStream other) {
        return new DiscriminatorPass(network, latents, concatRealFake, other);
    }

    /**
     * Samples as the layers see them that are trained: of sounds perhaps their spectrograms. Losses, penalties and fakes are all of these,
     * since the logarithm of a spectrogram makes slopes at a waveform as steep as can be where it is silent.
     */
    Tensor seen(Tensor samples) {
        try (var _ = GradientMode.off()) {
            return first() == 0 ? samples : network.forward(samples, Mode.EVALUATE, first());
        }
    }

    private int first() {
        return network.architecture().layers().getFirst() instanceof Spectrogram ? 1 : 0;
    }

    /** All logits of both, {@code [N, classes]} or {@code [N, 1]}; see {@link Mode#TRAIN}. */
    Logits logitsByClass(Tensor reals, Tensor fakes, @Nullable Tape tape) {
        // Apart, a slope of the logits of reals does not lead through the fakes; the logits are the same where nothing
        // mixes images.
        boolean apart = reals.requiresGradient() && hasNoBatchStatistics();
        if (concatRealFake && !apart) {
            Tensor both = forward(Tensors.concatenate(List.of(reals, fakes), 0), Mode.TRAIN, tape);
            return new Logits(both.narrow(0, 0, reals.size(0)), both.narrow(0, reals.size(0), fakes.size(0)));
        }
        return new Logits(forward(reals, Mode.TRAIN, tape), forward(fakes, Mode.TRAIN, tape));
    }

    private boolean hasNoBatchStatistics() {
        return network.architecture().layers().stream().noneMatch(Layer::mixesImages);
    }

    /** The logits of both as images of the classes of latents {@code z}, {@code [N]}. */
    Logits logits(Tensor reals, Tensor fakes, Tensor z, @Nullable Tape tape) {
        Logits all = logitsByClass(reals, fakes, tape);
        return new Logits(ofClass(all.reals(), z), ofClass(all.fakes(), z));
    }

    /**
     * The logits of images of any kind, {@code [N]}.
     *
     * @param classes the class of each as one row of zeros with a one, or null without classes
     */
    Tensor logits(Tensor images, @Nullable Tensor classes, @Nullable Tape tape) {
        Tensor all = forward(images, Mode.TRAIN, tape);
        return classes == null ? all.reshape(-1) : all.multiply(classes).sum(1);
    }

    /** The logits of images on their own, {@code [N]}. */
    Tensor logits(Tensor images, Tensor z, Mode mode) {
        return ofClass(forward(images, mode, null), z);
    }

    /** The same in training, computed in a type of its own. */
    Tensor logits(Tensor images, Tensor z, DType compute) {
        return ofClass(forward(images, new ForwardPass(Mode.TRAIN, compute, Map.of(), noise, null)), z);
    }

    private Tensor forward(Tensor images, Mode mode, @Nullable Tape tape) {
        return forward(images, network.pass(mode, Map.of(), tape).with(noise));
    }

    private Tensor forward(Tensor images, ForwardPass pass) {
        return network.forward(
                images, pass, first(), network.architecture().layers().size());
    }

    /** The logit of each image's own class, {@code [N]}, of {@code [N, classes]}. */
    private Tensor ofClass(Tensor logits, Tensor z) {
        return latents.classes() == 0
                ? logits.reshape(-1)
                : logits.multiply(latents.classesOf(z)).sum(1);
    }
}
