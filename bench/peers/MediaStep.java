import dev.duello.data.Batch;
import dev.duello.learn.Compute;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.lang.management.ManagementFactory;

/**
 * Times full steps of a preset for sounds, clips, shapes or texts on random samples, as bench/peers/media_step.py does in PyTorch:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/MediaStep.java specgan|video|voxel|dcgan3d|text auto|fp32|bf16 THREADS WINDOWS</pre>
 *
 * Prints the trained numbers of each network, then the median over windows of eight steps, which pay one penalty of every eighth step
 * among them, of the processor time and the wall-clock of a step, after a warm-up of two windows.
 */
void main(String[] arguments) {
    Medium medium = Medium.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    Precision precision = Precision.resolve(arguments[1], Device.CPU);
    Torch.setThreads(Integer.parseInt(arguments[2]));
    int windows = Integer.parseInt(arguments[3]);
    Experiment experiment = ExperimentReader.read(null, medium.settings);
    int batch = experiment.training().batch();
    var samples = new SampleSpec(medium.shape, Collections.nCopies(medium.classes, 1.0 / medium.classes));
    Map<String, Architecture> networks = experiment.settings().architectures(samples);
    networks.forEach((name, network) -> System.out.println(name + ": " + network.trainedNumbers() + " numbers"));
    var setup = new LearnerSetup(
            networks,
            samples,
            Annealing.over(1000),
            0,
            new Compute(Device.CPU, precision, Torch.threads(), ProcessGroup.SINGLE),
            batch,
            0,
            GradientRule.MEAN);
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double[] processor = new double[windows];
    double[] wall = new double[windows];
    try (Learner learner = experiment.settings().learner(setup);
            var _ = TensorScope.open()) {
        Tensor real = medium.samples(batch);
        Tensor labels = labels(batch, medium.classes);
        for (int i = -2; i < windows; i++) {
            long start = System.nanoTime();
            long startProcessor = system.getProcessCpuTime();
            for (int step = 0; step < 8; step++) {
                try (var _ = TensorScope.open()) {
                    learner.step(new Batch(real, labels));
                }
            }
            if (i >= 0) {
                wall[i] = (System.nanoTime() - start) / 8e6;
                processor[i] = (system.getProcessCpuTime() - startProcessor) / 8e6;
            }
        }
    }
    Arrays.sort(processor);
    Arrays.sort(wall);
    System.out.printf(
            Locale.ROOT,
            "processor %.1f ms, wall-clock %.1f ms, batch %d, %s%n",
            processor[windows / 2],
            wall[windows / 2],
            batch,
            precision);
}

Tensor labels(int count, int classes) {
    long[] labels = new long[count];
    Arrays.setAll(labels, i -> i % classes);
    return Tensors.of(labels, count);
}

/** A preset and samples of the size of a data set that comes along. */
enum Medium {
    /** spoken-digits */
    SPECGAN(10, Shape.of(1, 4096), Map.of("preset", "specgan")),
    /** moving-shapes */
    VIDEO(12, Shape.of(3, 16, 32, 32), Map.of("preset", "video", "network", "mocogan")),
    /** furniture */
    VOXEL(17, Shape.of(1, 32, 32, 32), Map.of("preset", "voxel", "network", "slices")),
    /** The same by networks of three dimensions. */
    DCGAN3D(
            17,
            Shape.of(1, 32, 32, 32),
            Map.of(
                    "preset", "voxel",
                    "network", "dcgan3d",
                    "generator.width", "32",
                    "discriminator.width", "32",
                    "training.batch", "16")),
    /** names: 170 characters, and padding */
    TEXT(3, Shape.of(171, 12), Map.of("preset", "text"));

    private final int classes;
    private final Shape shape;
    private final Map<String, String> settings;

    Medium(int classes, Shape shape, Map<String, String> settings) {
        this.classes = classes;
        this.shape = shape;
        this.settings = settings;
    }

    private Tensor samples(int count) {
        var random = new RandomStream("samples", 0);
        if (this == TEXT) {
            long[] characters =
                    random.javaRandom().longs(12L * count, 0, 171).toArray();
            return Functions.oneHot(Tensors.of(characters, count, 12), 171)
                    .permute(0, 2, 1)
                    .contiguous();
        }
        long[] all = new long[shape.axes().size() + 1];
        Arrays.setAll(all, i -> i == 0 ? count : shape.axes().get(i - 1));
        Tensor uniform = random.uniform(Device.CPU, -1, 1, all);
        return shape.spatial().size() == 3 && shape.channels() == 1 ? uniform.sign() : uniform;
    }
}
