package dev.duello.nn;

/**
 * One named tensor of a layer.
 *
 * @param name unique within its layer, as PyTorch names it: {@code weight}, {@code bias}, {@code running_mean}, ...
 * @param shape its lengths, in PyTorch's order
 */
public record ParameterSpec(String name, Shape shape, Role role) {
    /** What a parameter is for, which decides how it starts and whether it is trained. */
    public enum Role {
        /** Multiplies inputs; drawn at random at the start. */
        WEIGHT,
        /** Added after the weights; starts at zero. */
        BIAS,
        /** The factor of a normalisation; starts around one. */
        SCALE,
        /** Running mean of a normalisation: follows the data, not the gradient. */
        RUNNING_MEAN,
        /** Running variance of a normalisation: follows the data, not the gradient. */
        RUNNING_VARIANCE;

        public boolean isTrained() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
        }
    }

    static ParameterSpec weight(int... shape) {
        return new ParameterSpec("weight", Shape.of(shape), Role.WEIGHT);
    }

    static ParameterSpec bias(int length) {
        return new ParameterSpec("bias", Shape.of(length), Role.BIAS);
    }
}
