package dev.duello.autoencoder;

import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The losses of one step: how far each sample is from what encoder and decoder make of it. Keeps them, for statistics. */
final class ReconstructionLosses implements SampleLosses {
    private final ReconstructionLoss loss;
    private final Network encoder;
    private final Network decoder;
    private final Tensor samples;
    private final Tensor losses;

    /** @param samples {@code [N, C, spatial...]} */
    ReconstructionLosses(ReconstructionLoss loss, Network encoder, Network decoder, Tensor samples) {
        this.loss = loss;
        this.encoder = encoder;
        this.decoder = decoder;
        this.samples = samples;
        losses = Tensors.zeros(decoder.device(), size());
    }

    @Override
    public int size() {
        return Math.toIntExact(samples.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor some = samples.narrow(0, from, count);
        Tensor codes = encoder.forward(some, encoder.pass(Mode.TRAIN, Map.of(), tape));
        Tensor each = loss.losses(some, decoder.forward(codes, decoder.pass(Mode.TRAIN, Map.of(), tape)));
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses);
    }

    /** The mean of all losses. */
    double mean() {
        return losses.mean().item();
    }
}
