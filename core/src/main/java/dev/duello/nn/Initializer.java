package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/** How weights start. Biases start at 0, running means at 0 and running variances at 1 with all of them. */
public enum Initializer {
    /** N(0, 0.02) for weights and N(1, 0.02) for normalization scales (Radford et al., 2015). */
    @JsonProperty("dcgan")
    DCGAN,
    /** Uniform within sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010). */
    @JsonProperty("glorot-uniform")
    GLOROT_UNIFORM,
    /** N(0, sqrt(2 / fan-in)) (He et al., 2015), for ReLU networks. */
    @JsonProperty("he-normal")
    HE_NORMAL,
    /** N(0, sqrt(1 / fan-in)) (LeCun et al., 1998): keeps the scale of what passes. */
    @JsonProperty("lecun-normal")
    LECUN_NORMAL;

    /** The first value of a parameter, float32 on the CPU. */
    Tensor initial(ParameterSpec parameter, RandomStream random) {
        long[] shape =
                parameter.shape().axes().stream().mapToLong(Integer::longValue).toArray();
        return switch (parameter.role()) {
            case WEIGHT -> weight(parameter.shape(), shape, random).multiply_(parameter.gain());
            case BASIS, ESTIMATE -> random.normal(Device.CPU, shape);
            case SCALE ->
                this == DCGAN ? random.normal(Device.CPU, shape).multiply_(0.02).add_(1) : ones(shape);
            case BIAS, RUNNING_MEAN -> Tensors.zeros(Device.CPU, shape);
            case SLOPE -> Tensors.zeros(Device.CPU, shape).fill_(0.25);
            case RUNNING_VARIANCE -> ones(shape);
        };
    }

    private Tensor weight(Shape named, long[] shape, RandomStream random) {
        long receptive =
                named.axes().stream().skip(2).mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        double fanIn = shape[1] * receptive;
        double fanOut = shape[0] * receptive;
        return switch (this) {
            case DCGAN -> random.normal(Device.CPU, shape).multiply_(0.02);
            case GLOROT_UNIFORM -> {
                double bound = Math.sqrt(6 / (fanIn + fanOut));
                yield random.uniform(Device.CPU, -bound, bound, shape);
            }
            case HE_NORMAL -> random.normal(Device.CPU, shape).multiply_(Math.sqrt(2 / fanIn));
            case LECUN_NORMAL -> random.normal(Device.CPU, shape).multiply_(Math.sqrt(1 / fanIn));
        };
    }

    private static Tensor ones(long[] shape) {
        return Tensors.zeros(Device.CPU, shape).fill_(1);
    }
}
