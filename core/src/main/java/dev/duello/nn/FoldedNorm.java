package dev.duello.nn;

import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.HashMap;
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

    /** The weights with which {@code layer} makes what {@code norm} would make of its output. */
    static LayerWeights weights(Layer layer, LayerWeights own, BatchNorm norm, Map<String, Tensor> ofNorm) {
        Tensor scale = ofNorm.get("weight")
                .divide(ofNorm.get("running_var").add(norm.epsilon()).sqrt());
        Tensor shift = ofNorm.get("bias").subtract(ofNorm.get("running_mean").multiply(scale));
        Tensor weight = own.stored("weight");
        long[] perChannel = new long[weight.shape().length];
        Arrays.fill(perChannel, 1);
        perChannel[layer instanceof ConvTranspose ? 1 : 0] = scale.size(0);
        Map<String, Tensor> folded = new HashMap<>(own.byName());
        folded.put("weight", weight.multiply(scale.reshape(perChannel)));
        Tensor bias = own.byName().get("bias");
        folded.put("bias", bias == null ? shift : shift.add(bias.multiply(scale)));
        return new LayerWeights(folded, own.mode(), own.compute(), own.classes());
    }
}
