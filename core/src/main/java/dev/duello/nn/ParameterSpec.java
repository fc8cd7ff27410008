package dev.duello.nn;

/**
 * One named tensor of a layer.
 *
 * @param name unique within its layer, as PyTorch names it: {@code weight}, {@code bias}, {@code running_mean}, ...
 * @param shape its lengths, in PyTorch's order
 * @param gain multiplies what the initializer draws for a weight; 0 starts it at zero
 */
public record ParameterSpec(String name, Shape shape, Role role, double gain) {
    /** What a parameter is for, which decides how it starts and whether it is trained. */
    public enum Role {
        /** Multiplies inputs; drawn at random at the start. */
        WEIGHT,
        /** Added after the weights; starts at zero. */
        BIAS,
        /** The factor of a normalization; starts around one. */
        SCALE,
        /** The slope of a rectifier for negative numbers; starts at 0.25. */
        SLOPE,
        /** Running mean of a normalization: follows the data, not the gradient. */
        RUNNING_MEAN,
        /** Running variance of a normalization: follows the data, not the gradient. */
        RUNNING_VARIANCE,
        /** A learned image or vector; starts as N(0, 1). */
        BASIS,
        /** An estimate that follows the weights, not the gradient; starts as N(0, 1). */
        ESTIMATE;

        public boolean isTrained() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE && this != ESTIMATE;
        }
    }

    public ParameterSpec(String name, Shape shape, Role role) {
        this(name, shape, role, 1);
    }

    ParameterSpec named(String other) {
        return new ParameterSpec(other, shape, role, gain);
    }

    ParameterSpec withGain(double other) {
        return new ParameterSpec(name, shape, role, other);
    }

    static ParameterSpec weight(int... shape) {
        return new ParameterSpec("weight", Shape.of(shape), Role.WEIGHT);
    }

    static ParameterSpec bias(int length) {
        return new ParameterSpec("bias", Shape.of(length), Role.BIAS);
    }
}
