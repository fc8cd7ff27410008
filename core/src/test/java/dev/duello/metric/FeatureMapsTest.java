package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.FeatureMaps;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What layers of a feature network see, for losses. */
@ExtendWith(CacheExtension.class)
class FeatureMapsTest {
    @Test
    void feature_maps_have_the_gradient_of_finite_differences_and_end_with_the_features() {
        try (Dataset images = Datasets.of("gray", new ImageFormat(1, 8, 8), new byte[64], null, List.of());
                FeatureNetwork network = FeatureNetworks.open("random", images, EvaluationProgress.NONE);
                var _ = TensorScope.open()) {
            FeatureMaps maps = network.maps().orElseThrow();
            Tensor image = new RandomStream("image", 3)
                    .normal(Device.CPU, 2, 64)
                    .multiply(0.3)
                    .reshape(2, 1, 8, 8);
            List<Tensor> seen = maps.of(image);
            assertThat(seen).hasSize(4);
            assertThat(seen.getLast().toFloats())
                    .isEqualTo(
                            network.differentiable().orElseThrow().apply(image).toFloats());
            Tensor leaf = image.copy().requiresGradient_(true);
            Tensor gradient = Autograd.gradients(total(maps.of(leaf)), List.of(leaf), false)
                    .getFirst();
            float[] numbers = image.toFloats();
            float[] slopes = gradient.toFloats();
            double step = 1e-2;
            for (int i = 5; i < 128; i += 40) {
                numbers[i] += (float) step;
                double above = total(maps.of(Tensors.of(numbers, 2, 1, 8, 8))).item();
                numbers[i] -= (float) (2 * step);
                double below = total(maps.of(Tensors.of(numbers, 2, 1, 8, 8))).item();
                numbers[i] += (float) step;
                assertThat((double) slopes[i]).isCloseTo((above - below) / (2 * step), withinPercentage(15));
            }
        }
    }

    private static Tensor total(List<Tensor> maps) {
        Tensor sum = maps.getFirst().square().sum();
        for (Tensor map : maps.subList(1, maps.size())) {
            sum = sum.add(map.square().sum());
        }
        return sum;
    }
}
