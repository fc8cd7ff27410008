package dev.duello.nn;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds independent normal noise to every number of the gradients, once a step and also where a batch is empty.
 *
 * @param deviation the standard deviation, above 0
 * @param random a stream that nothing else draws from
 * @param inner computes what noise is added to
 */
public record GaussianNoise(double deviation, RandomStream random, GradientRule inner) implements GradientRule {
    public GaussianNoise {
        if (!(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("noise has a deviation above 0, not " + deviation);
        }
    }

    @Override
    public List<Tensor> gradients(SampleLosses losses, Parameters parameters) {
        List<Tensor> gradients = inner.gradients(losses, parameters);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            // In one draw for all, so that nothing hangs on how the numbers are divided into parameters.
            Tensor row = parameters.trained();
            Tensor noise = random.normal(Device.CPU, row.elements()).toDeviceOf(row);
            List<Tensor> parts = parameters.parts(noise);
            for (int i = 0; i < gradients.size(); i++) {
                gradients.get(i).add_(parts.get(i).reshape(gradients.get(i).shape()), deviation);
            }
        }
        return gradients;
    }

    @Override
    public Asked asks(int size) {
        return inner.asks(size);
    }

    @Override
    public List<RandomStream> streams() {
        return Stream.concat(Stream.of(random), inner.streams().stream()).toList();
    }
}
