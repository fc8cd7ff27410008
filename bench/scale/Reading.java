import dev.duello.data.Dataset;
import dev.duello.data.ShuffledBatches;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.util.Arrays;
import java.util.List;

/** What it takes a process to read a batch of color images of 64x64 from memory: all of it, or its share of 64 images. */
public final class Reading {
    private static final int SHARE = 64;

    public static void main(String[] arguments) {
        Torch.setThreads(1);
        byte[] pixels = new byte[20_000 * 3 * 64 * 64];
        Arrays.fill(pixels, (byte) 7);
        System.out.println("| processes | batch | whole batch, ms | share, ms |\n|---|---|---|---|");
        try (Dataset images = Datasets.of("images", new ImageFormat(3, 64, 64), pixels, null, List.of())) {
            for (int processes : new int[] {1, 2, 8, 64}) {
                int batch = SHARE * processes;
                try (ShuffledBatches whole = new ShuffledBatches(images, batch, 1, Device.CPU, false);
                        ShuffledBatches share = new ShuffledBatches(images, batch, 1, Device.CPU, false)) {
                    share.readOnly(0, SHARE);
                    System.out.printf(
                            "| %d | %,d | %.1f | %.1f |%n", processes, batch, 1e3 * median(whole), 1e3 * median(share));
                }
            }
        }
    }

    private static double median(ShuffledBatches batches) {
        double[] times = new double[15];
        for (int i = 0; i < times.length; i++) {
            long before = System.nanoTime();
            try (var _ = TensorScope.open()) {
                batches.next();
            }
            times[i] = (System.nanoTime() - before) / 1e9;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
