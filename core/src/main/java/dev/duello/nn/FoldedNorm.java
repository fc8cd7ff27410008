package dev.duello.nn;

import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * Batch normalization by running statistics multiplies each channel by a number and adds one. Right behind a convolution, both
 * may as well be part of its weights, which are far fewer than what it makes.
 */
final class FoldedNorm {
    private FoldedNorm() {}

    /** Whether a layer can take over the normalization behind it. Only without gradients: weights would be changed anew for each. */
    static boolean suits(Layer layer, Layer next) {
        return next instanceof BatchNorm
                && (layer instanceof Conv || layer instanceof ConvTranspose || layer instanceof UpsampleConv)
                && GradientMode.isOff();
    }

    /** The parameters with which {@code layer} makes what {@code norm} would make of its output. */
    static ParameterGroup folded(Layer layer, ParameterGroup own, BatchNorm norm, ParameterGroup ofNorm) {
        Map<String, Tensor> statistics = ofNorm.byName();
        Tensor scale = statistics
                .get("weight")
                .divide(statistics.get("running_var").add(norm.epsilon()).sqrt());
        Tensor shift =
                statistics.get("bias").subtract(statistics.get("running_mean").multiply(scale));
        Tensor weight = own.byName().get("weight");
        long[] perChannel = new long[weight.shape().length];
        Arrays.fill(perChannel, 1);
        perChannel[layer instanceof ConvTranspose ? 1 : 0] = scale.size(0);
        Tensor bias = own.byName().get("bias");
        return own.with("weight", weight.multiply(scale.reshape(perChannel)))
                .with("bias", bias == null ? shift : shift.add(bias.multiply(scale)));
    }
}
