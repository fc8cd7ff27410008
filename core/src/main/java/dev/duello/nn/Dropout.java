package dev.duello.nn;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/**
 * Sets numbers to 0 at random while training, and multiplies the others so that the mean stays (Srivastava et al., 2014). It
 * draws from the noise of the {@link ForwardPass}, so that a training repeats.
 *
 * @param probability of each number to be dropped, from 0 to less than 1
 */
public record Dropout(double probability) implements Layer {
    public Dropout {
        if (!(probability >= 0 && probability < 1)) {
            throw new ShapeException("The probability of dropout is from 0 to less than 1; got " + probability + ".");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        if (weights.mode() == Mode.EVALUATE || probability == 0) {
            return input;
        }
        RandomStream noise = weights.pass().noise();
        if (noise == null) {
            throw new IllegalStateException("dropout needs a pass with noise");
        }
        Tensor mask;
        try (var _ = GradientMode.off()) {
            float[] draws = noise.uniform(Device.CPU, 0, 1, input.shape()).toFloats();
            float kept = (float) (1 / (1 - probability));
            for (int i = 0; i < draws.length; i++) {
                draws[i] = draws[i] < probability ? 0 : kept;
            }
            mask = Tensors.of(draws, input.shape()).toDeviceOf(input).to(input.dtype());
        }
        return input.multiply(mask);
    }

    @Override
    public String label() {
        return "dropout";
    }
}
