import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.autoencoder.variational.Reconstruction;
import dev.duello.autoencoder.variational.VaeSettings;
import dev.duello.data.Batch;
import dev.duello.learn.Compute;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import java.lang.management.ManagementFactory;

/**
 * Times one full step of a VAE with the networks of a DCGAN, optimizer, average and statistics, on random images:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp app/target/duello.jar bench/peers/VaeStep.java SIDE CHANNELS auto|fp32|bf16 THREADS STEPS</pre>
 *
 * Prints the median wall-clock of a step and the least processor time of the calling thread, after a warm-up of five steps.
 */
void main(String[] arguments) {
    int side = Integer.parseInt(arguments[0]);
    int channels = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[4]);
    int batch = 64;
    int width = 64;
    Torch.setThreads(Integer.parseInt(arguments[3]));
    Shape image = Shape.of(channels, side, side);
    var settings = new VaeSettings(
            NetworkFamily.DCGAN,
            Reconstruction.GAUSSIAN,
            0,
            32,
            new VaeSettings.Kl(1, 0, 0, 0),
            new AutoencoderSettings.Encoder(width, 1, Normalization.BATCH),
            new AutoencoderSettings.Decoder(width, 1, Normalization.BATCH),
            new OptimizerSettings(Schedule.constant(2e-4), 0.5, Schedule.constant(0.999), 1e-8),
            new AutoencoderSettings.Ema(10, 0.05));
    SampleSpec samples = new SampleSpec(image, List.of());
    Precision precision = Precision.resolve(arguments[2], Device.CPU);
    var setup = new LearnerSetup(
            settings.architectures(samples),
            samples,
            Annealing.over(1000),
            0,
            new Compute(Device.CPU, precision, 1, ProcessGroup.SINGLE),
            batch,
            0,
            GradientRule.MEAN);
    var threads = ManagementFactory.getThreadMXBean();
    try (var _ = TensorScope.open();
            var learner = settings.learner(setup)) {
        Tensor images = new RandomStream("images", 0)
                .uniform(Device.CPU, -1, 1, batch, channels, side, side)
                .channelsLast();
        Tensor labels = Tensors.of(new long[batch], batch);
        double[] wall = new double[steps];
        double[] thread = new double[steps];
        for (int i = -5; i < steps; i++) {
            long start = System.nanoTime();
            long startThread = threads.getCurrentThreadCpuTime();
            try (var _ = TensorScope.open()) {
                learner.step(new Batch(images, labels));
            }
            if (i >= 0) {
                wall[i] = (System.nanoTime() - start) / 1e6;
                thread[i] = (threads.getCurrentThreadCpuTime() - startThread) / 1e6;
            }
        }
        Arrays.sort(wall);
        Arrays.sort(thread);
        System.out.printf("%.1f ms, this thread alone at best %.1f ms%n", wall[steps / 2], thread[0]);
    }
}
