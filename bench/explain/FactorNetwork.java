import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.network.ConvClassifier;
import dev.duello.nn.Adam;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Shape;
import dev.duello.nn.Tape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A network that learns numbers of given inputs by least squares: factors of images, or of latents. */
final class FactorNetwork implements AutoCloseable {
    private static final int WIDTH = 16;

    private final Network network;
    private final double[] means;
    private final double[] deviations;

    private FactorNetwork(Architecture architecture, double[][] rows) {
        network = Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("factors", 0));
        means = new double[rows[0].length];
        deviations = new double[means.length];
        for (int k = 0; k < means.length; k++) {
            double[] column = FactorTable.column(rows, k);
            double square = 0;
            for (double value : column) {
                means[k] += value / column.length;
            }
            for (double value : column) {
                square += (value - means[k]) * (value - means[k]) / column.length;
            }
            deviations[k] = Math.sqrt(square) + 1e-9;
        }
    }

    /** Of images of the training part, as {@code data.size} of a run has them. */
    static FactorNetwork ofImages(String data, Shape image, double[][] rows, int epochs) {
        int height = image.axes().get(1);
        int width = image.axes().get(2);
        FactorNetwork made = new FactorNetwork(ConvClassifier.architecture(image, WIDTH, rows[0].length), rows);
        try (Dataset images = Datasets.open(data, options(height, width, Split.TRAIN))) {
            made.train(indices -> images(images, indices), rows, epochs, 64, 2e-3);
        }
        return made;
    }

    static LoadOptions options(int height, int width, Split split) {
        return LoadOptions.DEFAULT.withSize(height, width).withChannels(3).withSplit(split);
    }

    static Tensor images(Dataset images, int[] indices) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) indices.length * images.format().bytes());
            images.gather(indices, stored);
            // What borrows the memory of the arena must not outlive it.
            return images.format().toTensor(stored, indices.length, Device.CPU).contiguous().copy();
        }
    }

    /** Of rows of numbers. @param inputs {@code [N, d]} */
    static FactorNetwork ofNumbers(Architecture architecture, Tensor inputs, double[][] rows, int epochs) {
        FactorNetwork made = new FactorNetwork(architecture, rows);
        made.train(
                indices -> {
                    long[] chosen = new long[indices.length];
                    for (int i = 0; i < chosen.length; i++) {
                        chosen[i] = indices[i];
                    }
                    return inputs.rows(Tensors.of(chosen, chosen.length));
                },
                rows,
                epochs,
                100,
                1e-3);
        return made;
    }

    private void train(Function<int[], Tensor> inputs, double[][] rows, int epochs, int batch, double rate) {
        int outputs = means.length;
        int steps = epochs * (rows.length / batch);
        SplittableRandom random = new SplittableRandom(1);
        try (Adam adam = new Adam(network.parameters())) {
            for (int step = 0; step < steps; step++) {
                try (var _ = TensorScope.open()) {
                    int[] indices = random.ints(batch, 0, rows.length).toArray();
                    float[] wanted = new float[batch * outputs];
                    for (int i = 0; i < batch; i++) {
                        for (int k = 0; k < outputs; k++) {
                            wanted[i * outputs + k] = (float) ((rows[indices[i]][k] - means[k]) / deviations[k]);
                        }
                    }
                    Losses losses = new Losses(network, inputs.apply(indices), Tensors.of(wanted, batch, outputs));
                    adam.step(
                            GradientRule.MEAN.gradients(losses, network.parameters()),
                            new Adam.Settings(rate * 0.5 * (1 + Math.cos(Math.PI * step / steps)), 0.9, 0.99, 1e-8));
                }
            }
        }
    }

    private record Losses(Network network, Tensor inputs, Tensor wanted) implements SampleLosses {
        @Override
        public int size() {
            return (int) wanted.size(0);
        }

        @Override
        public Tensor of(int from, int count, Tape tape) {
            return network.forward(inputs.narrow(0, from, count), Mode.TRAIN)
                    .subtract(wanted.narrow(0, from, count))
                    .square()
                    .mean(1L);
        }
    }

    /** @return a row for each input */
    double[][] of(Tensor inputs) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            double[] all = network.forward(inputs, Mode.EVALUATE).toDoubles();
            int outputs = means.length;
            double[][] rows = new double[all.length / outputs][outputs];
            for (int i = 0; i < all.length; i++) {
                rows[i / outputs][i % outputs] = all[i] * deviations[i % outputs] + means[i % outputs];
            }
            return rows;
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
