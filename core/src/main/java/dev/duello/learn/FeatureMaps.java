package dev.duello.learn;

import dev.duello.torch.Tensor;
import java.util.List;

/** What a fixed network sees in images, layer by layer, with a gradient to them: what images are compared by where pixels say too little. */
@FunctionalInterface
public interface FeatureMaps {
    /**
     * Looks at images.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1], float32
     * @return of several layers {@code [N, ...]}, float32, on the device of the network, in the open scope
     */
    List<Tensor> of(Tensor images);
}
