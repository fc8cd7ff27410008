import dev.duello.data.Batch;
import dev.duello.learn.Compute;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One training step of the preset pix2pix, gray to color, as bench/translate/step.py has it. Prints processor time for each step. */
class Step {
    public static void main(String[] arguments) {
        Torch.setThreads(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1);
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            System.out.printf("%s: %.0f ms%n", precision, 1e-6 * measure(precision));
        }
    }

    private static long measure(Precision precision) {
        Experiment experiment = ExperimentReader.read(null, Map.of("preset", "pix2pix", "source.task", "colorize"));
        SampleSpec samples = new SampleSpec(Shape.of(3, 64, 64), List.of());
        var compute = new Compute(Device.CPU, precision, Torch.threads(), ProcessGroup.SINGLE);
        var setup = new LearnerSetup(
                experiment.settings().architectures(samples),
                samples,
                Annealing.over(40),
                0,
                compute,
                8,
                0,
                GradientRule.MEAN);
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long[] times = new long[40];
        try (Learner learner = experiment.settings().learner(setup);
                var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("data", 0);
            Tensor sources = random.uniform(Device.CPU, -1, 1, 8, 1, 64, 64);
            Tensor targets = random.uniform(Device.CPU, -1, 1, 8, 3, 64, 64).channelsLast();
            for (int i = -20; i < times.length; i++) {
                long start = system.getProcessCpuTime();
                try (var _ = TensorScope.open()) {
                    learner.step(new Batch(targets, sources, sources));
                }
                if (i >= 0) {
                    times[i] = system.getProcessCpuTime() - start;
                }
            }
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
