
import dev.duello.data.Batch;
import dev.duello.gan.Augmentation;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.gan.GanLearner;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.gan.Objective;
import dev.duello.gan.Penalty;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import java.lang.management.ManagementFactory;

/**
 * Times one full step of a DCGAN, both networks, optimizers, average and statistics, on random images:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/Step.java SIDE CHANNELS auto|fp32|bf16 THREADS STEPS [DEVICE [BATCH]]</pre>
 *
 * Prints the median wall-clock, the mean processor time and the page faults of a step, after a warm-up of five steps, and its
 * multiply-adds; with 95 steps or more, also the time from the start to the 100th. On a busy
 * machine, compare the least processor time of the calling thread with THREADS 1: it is the least disturbed.
 */
void main(String[] arguments) {
    int side = Integer.parseInt(arguments[0]);
    int channels = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[4]);
    Device device = Device.resolve(arguments.length > 5 ? arguments[5] : "cpu");
    int batch = arguments.length > 6 ? Integer.parseInt(arguments[6]) : 64;
    Torch.setThreads(Integer.parseInt(arguments[3]));
    Shape image = Shape.of(channels, side, side);
    var adam = new OptimizerSettings(Schedule.constant(2e-4), 0.5, Schedule.constant(0.999), 1e-8);
    var rules = new GanLearner.Config(
            NetworkFamily.DCGAN.generator(image, new GeneratorConfig(100, 64, 1, Normalization.BATCH, 0)),
            NetworkFamily.DCGAN.discriminator(image, new DiscriminatorConfig(64, 1, Normalization.BATCH, false, 0)),
            List.of(),
            Objective.NON_SATURATING,
            Penalty.NONE,
            Augmentation.NONE,
            1,
            false,
            adam,
            adam,
            10,
            0.05,
            1);
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    Precision precision = Precision.resolve(arguments[2], device);
    try (var _ = TensorScope.open();
            var learner = new GanLearner(rules, 0, device, precision)) {
        Tensor real = new RandomStream("images", 0)
                .uniform(device, -1, 1, batch, channels, side, side)
                .channelsLast();
        Tensor labels = Tensors.of(new long[batch], batch).sentTo(device);
        double[] wall = new double[steps];
        double[] thread = new double[steps];
        long processor = 0;
        long faults = 0;
        for (int i = -5; i < steps; i++) {
            long start = System.nanoTime();
            long startProcessor = system.getProcessCpuTime();
            long startFaults = pageFaults();
            long startThread = threads.getCurrentThreadCpuTime();
            try (var _ = TensorScope.open()) {
                learner.step(new Batch(real, labels));
            }
            if (i >= 0) {
                wall[i] = (System.nanoTime() - start) / 1e6;
                thread[i] = (threads.getCurrentThreadCpuTime() - startThread) / 1e6;
                processor += system.getProcessCpuTime() - startProcessor;
                faults += pageFaults() - startFaults;
                if (i == 94) {
                    long since = System.currentTimeMillis()
                            - ManagementFactory.getRuntimeMXBean().getStartTime();
                    System.out.printf("100 steps after %.1f s%n", since / 1e3);
                }
            }
        }
        Arrays.sort(wall);
        Arrays.sort(thread);
        System.out.printf(
                "%.1f ms, processor %.1f ms, this thread alone at best %.1f ms, page faults %d, peak memory %d MB, %.2fe9 multiply-adds%n",
                wall[steps / 2],
                processor / 1e6 / steps,
                thread[0],
                faults / steps,
                peakMegabytes(),
                batch * multiplyAdds(rules.generator(), rules.discriminator()) / 1e9);
    }
}

/** Of one image: three passes forward through the discriminator, and no gradient that nobody wants. */
long multiplyAdds(Architecture generator, Architecture discriminator) {
    long inputsOfGenerator = generator.multiplyAdds() - first(generator);
    long inputsOfDiscriminator = 2 * (discriminator.multiplyAdds() - first(discriminator)) + discriminator.multiplyAdds();
    long forward = generator.multiplyAdds() + 3 * discriminator.multiplyAdds();
    long weights = generator.multiplyAdds() + 2 * discriminator.multiplyAdds();
    return forward + weights + inputsOfGenerator + inputsOfDiscriminator;
}

long first(Architecture network) {
    Architecture.Placed first = network.placed().getFirst();
    return first.layer().multiplyAdds(first.input());
}

/** Minor page faults of this process so far (Linux). */
long pageFaults() {
    try {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[7]);
    } catch (IOException e) {
        return 0;
    }
}

/** The most resident memory that this process had (Linux). */
long peakMegabytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines.filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    } catch (IOException e) {
        return 0;
    }
}
