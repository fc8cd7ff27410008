import dev.duello.data.Dataset;
import dev.duello.data.ShuffledBatches;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.gan.GanLearner;
import dev.duello.gan.GanSettings;
import dev.duello.nn.Architecture;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.torch.Device;
import dev.duello.torch.FusedAdam;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;

/**
 * What of a training step of the auto preset on Fashion-MNIST is not the two networks' own work, piece by piece:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/Overhead.java THREADS</pre>
 *
 * Prints the median of each piece and its share of the whole step.
 */
void main(String[] arguments) {
    Torch.setThreads(Integer.parseInt(arguments[0]));
    try (Dataset images = Datasets.open("fashion-mnist", LoadOptions.DEFAULT)) {
        Experiment experiment = ExperimentReader.readFor(images, null, Map.of()).forImages(images);
        int batch = experiment.training().batch();
        try (var _ = TensorScope.open();
                var learner = new GanLearner(((GanSettings) experiment.settings()).config(experiment.samples(), experiment.training().annealKimg()), 0, Device.CPU, Precision.resolve("auto", Device.CPU));
                var batches = new ShuffledBatches(images, batch, 0, Device.CPU, false);
                var generator = blank(experiment.architectures().get("generator"));
                var discriminator = blank(experiment.architectures().get("discriminator"));
                var average = new MovingAverage(generator, 10, 0.05)) {
            // Every eighth step has a penalty: whole rounds of eight.
            double step = milliseconds(40, () -> {
                for (int i = 0; i < 8; i++) {
                    try (var _ = TensorScope.open()) {
                        learner.step(batches.next());
                    }
                    learner.firstNonFinite();
                }
            }) / 8;
            System.out.printf("%-28s %7.3f ms%n", "the whole step", step);
            double sum = tell("a batch and its labels", step, () -> {
                batches.next();
            });
            Runnable generatorAdam = adam(generator);
            Runnable discriminatorAdam = adam(discriminator);
            sum += tell("both optimizers", step, () -> {
                generatorAdam.run();
                discriminatorAdam.run();
            });
            sum += tell("the moving average", step, () -> average.update(50_000, batch));
            sum += tell("the look for NaN", step, learner::firstNonFinite);
            System.out.printf("%-28s %7.3f ms, %4.1f %%%n", "all of these", sum, 100 * sum / step);
        }
    }
}

Network blank(Architecture architecture) {
    return Network.blank(architecture, Device.CPU, Precision.FP32);
}

/** A step of a network's optimizer with gradients that are there already. */
Runnable adam(Network network) {
    List<Tensor> parameters = network.parameters().trainedViews().stream()
            .map(view -> Tensors.zeros(Device.CPU, view.elements()))
            .toList();
    List<Tensor> gradients = copies(parameters);
    var adam = new FusedAdam(parameters, copies(parameters), copies(parameters));
    return () -> adam.take(gradients, 1, 1e-3, 0, 0.99, 1e-8);
}

List<Tensor> copies(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::copy).toList();
}

double tell(String name, double step, Runnable work) {
    double took = milliseconds(300, () -> {
        try (var _ = TensorScope.open()) {
            work.run();
        }
    });
    System.out.printf("%-28s %7.3f ms, %4.1f %%%n", name, took, 100 * took / step);
    return took;
}

double milliseconds(int times, Runnable work) {
    double[] took = new double[times];
    for (int i = -times / 4; i < times; i++) {
        long start = System.nanoTime();
        work.run();
        if (i >= 0) {
            took[i] = (System.nanoTime() - start) / 1e6;
        }
    }
    Arrays.sort(took);
    return took[times / 2];
}
