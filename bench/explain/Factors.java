import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.explain.Directions;
import dev.duello.explain.LatentDirection;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Linear;
import dev.duello.nn.Shape;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How well directions of a generator of a drawn data set go with the factors that made its images: {@code Factors RUN [SAMPLES]}.
 *
 * <p>The factors of a sample are told by a network that learned them of the training images, and whose own error is shown. Of 2,000
 * samples that nothing was fitted to, the place of the latent along each direction is compared with each factor.
 */
final class Factors {
    private static final int MEASURED = 2_000;
    private static final int BATCH = 250;
    private static final int COUNT = 12;
    private static final int EPOCHS = 8;

    private final Model model;
    private final FactorTable table;
    private final int noise;
    private final Tensor latents;
    private final double[][] rows;
    private final int fitted;

    private Factors(Model model, FactorTable table, FactorNetwork estimator, int samples) {
        this.model = model;
        this.table = table;
        noise = Math.toIntExact(model.latentShape().elements()) - model.classes();
        fitted = samples;
        rows = new double[samples + MEASURED][];
        RandomStream random = new RandomStream("factors", 0);
        List<Tensor> parts = new ArrayList<>();
        for (int start = 0; start < rows.length; start += BATCH) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor some = model.latents(BATCH, random);
                System.arraycopy(estimator.of(model.sample(some, Weights.AVERAGE)), 0, rows, start, BATCH);
                parts.add(some.reshape(BATCH, -1).copy().keep());
            }
        }
        parts.forEach(Tensor::handOver);
        latents = Tensors.concatenate(parts, 0);
    }

    public static void main(String[] arguments) {
        Torch.setThreads(1);
        Path run = Path.of(arguments[0]);
        int samples = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        String data = RunDirectory.open(run).experiment().data().source();
        FactorTable table = FactorTable.of(data);
        try (TrainedModel trained = TrainedModel.open(run);
                var _ = TensorScope.open();
                FactorNetwork estimator = FactorNetwork.ofImages(
                        data, trained.model().sampleShape(), table.training(), EPOCHS)) {
            StringBuilder head = new StringBuilder("| directions |");
            StringBuilder line = new StringBuilder("|---|");
            for (FactorTable.Factor factor : table.factors()) {
                head.append(' ').append(factor.name()).append(" |");
                line.append("---|");
            }
            System.out.println(head + " mean of the best five |\n" + line + "---|");
            ofTruth(data, trained.model().sampleShape(), table, estimator);
            Factors factors = new Factors(trained.model(), table, estimator, samples);
            Map<String, List<LatentDirection>> methods = new LinkedHashMap<>();
            methods.put("random", random(factors.noise));
            methods.put("sefa", Directions.find(trained.model(), Directions.Method.SEFA, COUNT));
            methods.put("ganspace", Directions.find(trained.model(), Directions.Method.GANSPACE, COUNT));
            methods.put("labels (measured properties)", Directions.find(trained.model(), Directions.Method.LABELS, COUNT));
            methods.put("labels (factors)", factors.ofFactors());
            methods.forEach((name, directions) -> factors.print("`" + name + "`", factors.places(directions)));
            factors.ofActivations();
            factors.ofNetwork();
        }
    }

    /** How well the estimator tells the factors of test images, which it never saw. */
    private static void ofTruth(String data, Shape image, FactorTable table, FactorNetwork estimator) {
        double[][] told = new double[table.test().length][];
        try (Dataset test = Datasets.open(
                data, FactorNetwork.options(image.axes().get(1), image.axes().get(2), Split.TEST))) {
            for (int start = 0; start < told.length; start += BATCH) {
                int[] indices = new int[BATCH];
                Arrays.setAll(indices, i -> i);
                for (int i = 0; i < BATCH; i++) {
                    indices[i] += start;
                }
                try (var _ = TensorScope.open()) {
                    System.arraycopy(estimator.of(FactorNetwork.images(test, indices)), 0, told, start, BATCH);
                }
            }
        }
        StringBuilder row = new StringBuilder("| the estimator, on test images |");
        for (FactorTable.Factor factor : table.factors()) {
            if (factor.kind() == FactorTable.Kind.ALTERNATIVE) {
                int right = 0;
                for (int i = 0; i < told.length; i++) {
                    right += FactorTable.chosen(told[i], factor) == FactorTable.chosen(table.test()[i], factor) ? 1 : 0;
                }
                row.append(String.format(" %.0f %% right |", 100.0 * right / told.length));
            } else {
                double sum = 0;
                for (int k = factor.first(); k < factor.first() + factor.columns(); k++) {
                    sum += FactorTable.correlation(
                            FactorTable.column(told, k), FactorTable.column(table.test(), k));
                }
                row.append(String.format(" %.3f |", sum / factor.columns()));
            }
        }
        System.out.println(row + " |");
    }

    private static List<LatentDirection> random(int noise) {
        SplittableRandom random = new SplittableRandom(1);
        List<LatentDirection> directions = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            double[] vector = new double[noise];
            for (int j = 0; j < noise; j++) {
                vector[j] = random.nextGaussian();
            }
            directions.add(new LatentDirection("random-" + i, vector, 0));
        }
        return directions;
    }

    /** As {@code explain directions --method labels --labels CSV} finds them, a column of numbers a direction. */
    private List<LatentDirection> ofFactors() {
        List<LatentDirection> found = new ArrayList<>();
        for (int k = 0; k < rows[0].length; k++) {
            double[] labels = Arrays.copyOf(FactorTable.column(rows, k), fitted);
            found.add(Directions.ofLabels(model, "column " + k, latents.narrow(0, 0, fitted), labels));
        }
        return found;
    }

    /** The place of each measured latent along each direction. */
    private double[][] places(List<LatentDirection> directions) {
        double[] z = latents.narrow(0, fitted, MEASURED).contiguous().toDoubles();
        int width = z.length / MEASURED;
        double[][] places = new double[directions.size()][MEASURED];
        for (int d = 0; d < places.length; d++) {
            double[] vector = directions.get(d).vector();
            for (int i = 0; i < MEASURED; i++) {
                for (int j = 0; j < noise; j++) {
                    places[d][i] += z[i * width + j] * vector[j];
                }
            }
        }
        return places;
    }

    /** Linear regression on the activations of the first block, of which there are many more than numbers of a latent. */
    private void ofActivations() {
        NetworkView view = model.generator(Weights.AVERAGE).orElseThrow();
        int end = 0;
        while (!(view.network().architecture().layers().get(end) instanceof Activation)) {
            end++;
        }
        int cut = end + 1;
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            int width = Math.toIntExact(
                    view.before(latents.narrow(0, 0, 1), cut).elements());
            int outputs = rows[0].length;
            double[] mean = new double[outputs];
            for (int i = 0; i < fitted; i++) {
                for (int k = 0; k < outputs; k++) {
                    mean[k] += rows[i][k] / fitted;
                }
            }
            Tensor sum = Tensors.zeros(Device.CPU, width);
            Tensor gram = Tensors.zeros(Device.CPU, width, width);
            Tensor product = Tensors.zeros(Device.CPU, width, outputs);
            for (int start = 0; start < fitted; start += BATCH) {
                try (var _ = TensorScope.open()) {
                    Tensor some = view.before(latents.narrow(0, start, BATCH), cut).reshape(BATCH, -1);
                    float[] wanted = new float[BATCH * outputs];
                    for (int i = 0; i < wanted.length; i++) {
                        wanted[i] = (float) (rows[start + i / outputs][i % outputs] - mean[i % outputs]);
                    }
                    sum.add_(some.sum(0L), 1.0 / fitted);
                    gram.add_(some.transpose().matmul(some), 1.0 / fitted);
                    product.add_(some.transpose().matmul(Tensors.of(wanted, BATCH, outputs)), 1.0 / fitted);
                }
            }
            Tensor column = sum.reshape(width, 1);
            LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(
                    gram.subtract(column.matmul(column.transpose())).to(DType.FLOAT64));
            double largest = eigen.values().toDoubles()[width - 1];
            Tensor weights = eigen.vectors()
                    .matmul(eigen.vectors()
                            .transpose()
                            .matmul(product.to(DType.FLOAT64))
                            .divide(eigen.values().add(1e-3 * largest).reshape(width, 1)));
            double[][] places = new double[outputs][MEASURED];
            for (int start = 0; start < MEASURED; start += BATCH) {
                try (var _ = TensorScope.open()) {
                    double[] told = view.before(latents.narrow(0, fitted + start, BATCH), cut)
                            .reshape(BATCH, -1)
                            .to(DType.FLOAT64)
                            .matmul(weights)
                            .toDoubles();
                    for (int i = 0; i < told.length; i++) {
                        places[i % outputs][start + i / outputs] = told[i];
                    }
                }
            }
            print("of the first block's " + width + " activations (factors)", places);
        }
    }

    /** What a curved coordinate would reach: a network from the latent to the factors. */
    private void ofNetwork() {
        int width = Math.toIntExact(model.latentShape().elements());
        Architecture architecture = new Architecture(
                Shape.of(width),
                List.of(
                        new Linear(256, true),
                        Activation.RELU,
                        new Linear(256, true),
                        Activation.RELU,
                        new Linear(rows[0].length, true)),
                Initializer.HE_NORMAL);
        try (FactorNetwork network = FactorNetwork.ofNumbers(
                architecture, latents.narrow(0, 0, fitted), Arrays.copyOf(rows, fitted), EPOCHS)) {
            double[][] told = network.of(latents.narrow(0, fitted, MEASURED));
            double[][] places = new double[told[0].length][];
            Arrays.setAll(places, k -> FactorTable.column(told, k));
            print("curved: a network from the latent (factors)", places);
        }
    }

    private void print(String name, double[][] places) {
        double[][] measured = Arrays.copyOfRange(rows, fitted, rows.length);
        StringBuilder row = new StringBuilder("| " + name + " |");
        List<Double> all = new ArrayList<>();
        for (FactorTable.Factor factor : table.factors()) {
            double best = 0;
            double other = 0;
            for (double[] place : places) {
                double found = FactorTable.association(place, measured, factor);
                if (found > best) {
                    best = found;
                    other = 0;
                    for (FactorTable.Factor second : table.factors()) {
                        other = second == factor
                                ? other
                                : Math.max(other, FactorTable.association(place, measured, second));
                    }
                }
            }
            all.add(best);
            row.append(String.format(" %.2f (%.1f) |", best, best / other));
        }
        all.sort((a, b) -> Double.compare(b, a));
        System.out.printf(
                "%s %.3f |%n",
                row, all.subList(0, 5).stream().mapToDouble(x -> x).average().orElseThrow());
    }
}
