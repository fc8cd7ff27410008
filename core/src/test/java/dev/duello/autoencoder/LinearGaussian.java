package dev.duello.autoencoder;

import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Linear;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gaussian data of 6 numbers with 2 strong directions, and networks that are linear. */
public final class LinearGaussian {
    public static final int NUMBERS = 6;
    public static final int LATENT = 2;
    public static final Shape SHAPE = Shape.of(1, 1, NUMBERS);

    private LinearGaussian() {}

    /** {@code [count, 1, 1, 6]} */
    public static Tensor samples(int count) {
        RandomStream random = new RandomStream("linear", 3);
        Tensor mixing = random.normal(Device.CPU, LATENT, NUMBERS);
        return random.normal(Device.CPU, count, LATENT)
                .matmul(mixing)
                .add(random.normal(Device.CPU, count, NUMBERS).multiply(0.3))
                .add(0.5)
                .reshape(count, 1, 1, NUMBERS);
    }

    /** @param outputs of the encoder */
    public static Map<String, Architecture> networks(int outputs) {
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(
                EncoderDecoder.ENCODER,
                new Architecture(SHAPE, List.of(new Linear(outputs, true)), Initializer.LECUN_NORMAL));
        networks.put(
                EncoderDecoder.DECODER,
                new Architecture(
                        Map.of(Architecture.LATENT, Shape.of(LATENT)),
                        List.of(new Linear(NUMBERS, true), new Reshape(SHAPE)),
                        Initializer.LECUN_NORMAL));
        return networks;
    }

    /** Eigenvalues of the covariance, ascending, and vectors. */
    public static LinearAlgebra.Eigen principal(Tensor samples) {
        Tensor centered = centered(samples);
        return LinearAlgebra.eigen(centered.transpose().matmul(centered).multiply(1.0 / samples.size(0)));
    }

    /** {@code [N, 6]} in double precision, less the mean. */
    public static Tensor centered(Tensor samples) {
        Tensor rows = samples.reshape(-1, NUMBERS).to(DType.FLOAT64);
        return rows.subtract(rows.mean(0));
    }
}
