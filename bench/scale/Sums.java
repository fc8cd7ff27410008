import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GlooGroup;
import dev.duello.torch.MeetingStore;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a sum over processes costs by its size, measured between processes of this machine, and a model of training by it.
 *
 * <p>The model: a ring of N processes sends 2 (N - 1) / N of the numbers through each link and has 2 (N - 1) rounds. What two
 * processes measure is split into a time per round and a time per byte by least squares. A step of N processes takes the time of its
 * own share and one sum a network; nothing overlaps.
 */
public final class Sums {
    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000, 3_500_000};

    public static void main(String[] arguments) {
        int rank = Integer.parseInt(arguments[0]);
        int size = Integer.parseInt(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        Duration timeout = Duration.ofSeconds(120);
        Torch.setThreads(1);
        try (MeetingStore store = MeetingStore.open("127.0.0.1", port, rank == 0, "sums", timeout);
                GlooGroup group = GlooGroup.meet(store, rank, size, "127.0.0.1", timeout, DType.FLOAT32)) {
            double[] seconds = new double[SIZES.length];
            if (rank == 0) {
                System.out.println("| numbers | ms, fp32 | ms, bf16 |\n|---|---|---|");
            }
            for (int i = 0; i < SIZES.length; i++) {
                seconds[i] = median(group, SIZES[i], DType.FLOAT32);
                double half = median(group, SIZES[i], DType.BFLOAT16);
                if (rank == 0) {
                    System.out.printf("| %,d | %.2f | %.2f |%n", SIZES[i], 1e3 * seconds[i], 1e3 * half);
                }
            }
            if (rank == 0) {
                model(size, seconds);
            }
        }
    }

    private static double median(GlooGroup group, int size, DType wire) {
        double[] times = new double[size > 500_000 ? 15 : 41];
        try (var scope = TensorScope.open()) {
            Tensor numbers = Tensors.zeros(Device.CPU, size);
            for (int i = 0; i < times.length; i++) {
                long before = System.nanoTime();
                group.sum(List.of(numbers), wire);
                times[i] = (System.nanoTime() - before) / 1e9;
            }
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static void model(int size, double[] seconds) {
        double rounds = 2.0 * (size - 1);
        double through = 2.0 * (size - 1) / size * 4;
        // seconds = rounds * latency + numbers * through * perByte, each weighted by its relative error.
        double a = 0, b = 0, c = 0, d = 0, e = 0;
        for (int i = 0; i < SIZES.length; i++) {
            double w = 1 / (seconds[i] * seconds[i]);
            double x = rounds;
            double y = SIZES[i] * through;
            a += w * x * x;
            b += w * x * y;
            c += w * y * y;
            d += w * x * seconds[i];
            e += w * y * seconds[i];
        }
        double determinant = a * c - b * b;
        double latency = (d * c - e * b) / determinant;
        double perByte = (a * e - b * d) / determinant;
        System.out.printf(
                "%nFitted: %.3f ms a round, %.2f GB/s through a link.%n", 1e3 * latency, 1e-9 / perByte);
        double parameters = 3_500_000;
        double bytes = 4 * parameters;
        System.out.println(
                "\nModel of a step of two networks with 3.5 million parameters together (their gradients in one ring each, 14 MB), of"
                        + " 64 images\nfor each process at 1,000 images/s a process; links as measured, and of 10 and 100 Gbit/s with"
                        + " 0.05 ms a round:");
        System.out.println("\n| processes | as here | 10 Gbit/s | 100 Gbit/s |\n|---|---|---|---|");
        for (int processes : new int[] {2, 4, 8, 16, 32, 64}) {
            System.out.printf(
                    "| %d | %.0f %% | %.0f %% | %.0f %% |%n",
                    processes,
                    100 * efficiency(processes, bytes, latency, perByte),
                    100 * efficiency(processes, bytes, 5e-5, 8e-10),
                    100 * efficiency(processes, bytes, 5e-5, 8e-11));
        }
    }

    /** Of one process, with as many images for each. */
    private static double efficiency(int processes, double bytes, double latency, double perByte) {
        double computing = 64 / 1000.0;
        double sums = 2 * 2.0 * (processes - 1) * latency + 2.0 * (processes - 1) / processes * bytes * perByte;
        return computing / (computing + sums);
    }
}
