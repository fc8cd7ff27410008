package dev.duello.export;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.AveragePool;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.ConditionalBatchNorm;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Dropout;
import dev.duello.nn.FillHoles;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.GroupNorm;
import dev.duello.nn.Initializer;
import dev.duello.nn.InputChannels;
import dev.duello.nn.InstanceNorm;
import dev.duello.nn.Layer;
import dev.duello.nn.LayerNorm;
import dev.duello.nn.LearnedConstant;
import dev.duello.nn.Linear;
import dev.duello.nn.MaxPool;
import dev.duello.nn.MinibatchStdDev;
import dev.duello.nn.Network;
import dev.duello.nn.Parallel;
import dev.duello.nn.PerAxis;
import dev.duello.nn.PhaseShuffle;
import dev.duello.nn.PixelShuffle;
import dev.duello.nn.Prelu;
import dev.duello.nn.ProjectionHead;
import dev.duello.nn.ReflectionPad;
import dev.duello.nn.Resample;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.Softmax;
import dev.duello.nn.SpectralNorm;
import dev.duello.nn.Spectrogram;
import dev.duello.nn.SumPool;
import dev.duello.nn.UpsampleConv;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks that have every layer, each over 1 to 3 spatial axes or none where it allows that. */
public final class AllLayers {
    private static final int CLASSES = 3;

    private AllLayers() {}

    /** Layers, and the shape that goes in. */
    record Case(Shape input, List<Layer> layers) {
        Case(Shape input, Layer... layers) {
            this(input, List.of(layers));
        }

        Architecture architecture() {
            Map<String, Shape> inputs = new LinkedHashMap<>();
            inputs.put(Architecture.LATENT, input);
            for (Layer layer : layers) {
                inputs.putAll(layer.namedInputs());
            }
            return new Architecture(inputs, layers, Initializer.HE_NORMAL);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Shape shape : List.of(Shape.of(4, 9), Shape.of(4, 6, 8), Shape.of(4, 4, 6, 4))) {
            int dimensions = shape.spatial().size();
            PerAxis uneven = dimensions == 1 ? PerAxis.of(2) : dimensions == 2 ? PerAxis.of(2, 1) : PerAxis.of(2, 1, 3);
            cases.add(new Case(shape, new Linear(5, true), new Activation(Activation.Function.LEAKY_RELU, 0.2)));
            cases.add(new Case(shape, new Conv(6, 3, 1, 1, 2, true), Activation.TANH));
            cases.add(new Case(
                    shape,
                    new Conv(5, PerAxis.of(3), uneven, PerAxis.of(2), PerAxis.of(2), 1, false),
                    BatchNorm.DEFAULT,
                    Activation.RELU));
            cases.add(new Case(
                    shape,
                    new ConvTranspose(5, PerAxis.of(3), uneven, PerAxis.of(1), PerAxis.of(0), false),
                    new Dropout(0.5),
                    BatchNorm.DEFAULT));
            cases.add(new Case(shape, new ConvTranspose(3, 4, 2, 1, 1, true)));
            cases.add(new Case(shape, new UpsampleConv(3, false), BatchNorm.DEFAULT, Activation.SILU));
            if (dimensions == 3) {
                cases.add(new Case(shape, new UpsampleConv(3, PerAxis.of(1, 2, 2), false), BatchNorm.DEFAULT));
            }
            cases.add(new Case(shape, BatchNorm.DEFAULT, Activation.SIGMOID, new Rescale(2, -1)));
            cases.add(new Case(shape, new MaxPool(PerAxis.of(3), uneven, PerAxis.of(1))));
            cases.add(new Case(shape, new AveragePool(PerAxis.of(3), uneven, PerAxis.of(1))));
            cases.add(new Case(shape, new Reshape(Shape.of(Math.toIntExact(shape.elements()))), new Linear(2, false)));
            cases.add(new Case(shape, new Resample(Resample.Direction.UP, Resample.Filter.BOX, uneven)));
            cases.add(new Case(shape, new Resample(Resample.Direction.UP, Resample.Filter.BINOMIAL)));
            cases.add(new Case(
                    shape,
                    new ReflectionPad(PerAxis.of(dimensions == 1 ? 3 : 1)),
                    new Resample(Resample.Direction.DOWN, Resample.Filter.BOX, PerAxis.of(dimensions == 1 ? 3 : 2))));
            cases.add(new Case(
                    Shape.of(4, shape.spatial().stream().map(side -> 2 * side).toList()),
                    new Resample(Resample.Direction.DOWN, Resample.Filter.BINOMIAL)));
            cases.add(new Case(shape, new SpectralNorm(new Conv(3, 3, 1, 1, true)), new SumPool(true)));
            cases.add(new Case(shape, new SpectralNorm(new ConvTranspose(3, 3, 2, 1, 0, false)), BatchNorm.DEFAULT));
            cases.add(new Case(shape, new SpectralNorm(new UpsampleConv(3, true)), new SumPool(false)));
            cases.add(new Case(shape, new MinibatchStdDev(4)));
            cases.add(new Case(shape, new ConditionalBatchNorm(CLASSES)));
            cases.add(new Case(shape, new ProjectionHead(CLASSES)));
            cases.add(new Case(shape, new InputChannels("other", 2), new Conv(3, 3, 1, 1, true)));
            cases.add(new Case(shape, new FillHoles("other", Shape.of(shape.channels() + 1, shape.spatial()))));
            cases.add(new Case(shape, new GroupNorm(2)));
            cases.add(new Case(shape, InstanceNorm.DEFAULT, new Prelu()));
            cases.add(new Case(shape, new InstanceNorm(true, 1e-5)));
            cases.add(new Case(shape, LayerNorm.DEFAULT));
            cases.add(new Case(shape, new Softmax(false)));
            cases.add(new Case(shape, new Conv(6, 3, 1, 1, true), new Softmax(true)));
            cases.add(new Case(Shape.of(16, shape.spatial()), new PixelShuffle(2)));
            cases.add(new Case(shape, residual()));
            cases.add(new Case(
                    shape,
                    new Parallel(
                            List.of(
                                    new Parallel.Branch("a", new Conv(2, 3, 1, 1, true), new Dropout(0.1)),
                                    new Parallel.Branch("same"),
                                    new Parallel.Branch("c", residual())),
                            Parallel.Join.CONCAT)));
            cases.add(new Case(Shape.of(7), new LearnedConstant(shape), Activation.RELU));
        }
        // One stage of frames whose time is left as it is.
        Shape frames = Shape.of(4, 3, 4, 6);
        PerAxis kernel = PerAxis.of(3, 4, 4);
        PerAxis stride = PerAxis.of(1, 2, 2);
        cases.add(new Case(
                frames,
                new Conv(3, kernel, stride, PerAxis.of(1), PerAxis.of(1), 1, false),
                BatchNorm.DEFAULT,
                Activation.leakyRelu(0.2)));
        cases.add(new Case(
                frames,
                new ConvTranspose(3, kernel, stride, PerAxis.of(1), PerAxis.of(0), false),
                BatchNorm.DEFAULT,
                Activation.TANH));
        Shape row = Shape.of(6);
        cases.add(new Case(row, new Linear(8, false), BatchNorm.DEFAULT, Activation.RELU));
        cases.add(new Case(row, BatchNorm.DEFAULT, new Linear(3, true)));
        cases.add(new Case(row, new SpectralNorm(new Linear(4, true)), new GroupNorm(2), LayerNorm.DEFAULT));
        cases.add(new Case(row, new ClassEmbedding(CLASSES, 4), new Linear(12, true), new Reshape(Shape.of(3, 2, 2))));
        cases.add(new Case(row, new ConditionalBatchNorm(CLASSES), new Prelu()));
        cases.add(new Case(row, new Dropout(0.3)));
        cases.add(new Case(Shape.of(2, 70), new PhaseShuffle(2), new Spectrogram(16, 8)));
        cases.add(new Case(Shape.of(1, 64), new Spectrogram(8, 8)));
        cases.add(new Case(Shape.of(2, 8, 9), new GriffinLim(16, 4, 2)));
        return cases;
    }

    private static Layer residual() {
        return Parallel.residual(
                List.of(BatchNorm.DEFAULT, Activation.RELU, new Conv(4, 3, 1, 1, false), BatchNorm.DEFAULT),
                List.of(new SpectralNorm(new Conv(4, 1, 1, 0, true))),
                0.5,
                false);
    }

    /** With numbers as a training may leave them, also where a fresh network has only zeros and ones. */
    public static Network network(Architecture architecture, long seed) {
        RandomStream random = new RandomStream("numbers", seed);
        Network network = Network.initialized(architecture, Device.CPU, Precision.FP32, random);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            network.parameters().byName().forEach((name, tensor) -> {
                if (tensor.shape().length == 1) {
                    // Variances are positive, and all others may be.
                    tensor.copyFrom_(random.uniform(Device.CPU, 0.3, 1.7, tensor.shape()));
                } else if (name.endsWith(".scale") || name.endsWith(".shift")) {
                    tensor.copyFrom_(random.normal(Device.CPU, tensor.shape()).multiply_(0.2));
                }
            });
        }
        return network;
    }
}
