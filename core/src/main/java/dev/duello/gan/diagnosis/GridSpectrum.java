package dev.duello.gan.diagnosis;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How much the spectrum of images stands out at the frequencies of an up-sampling grid. A generator that doubles sides by
 * overlapping kernels repeats the low frequencies, which hold most of the power, around half of the sampling frequency; one
 * stage earlier, around a quarter. Photographs and drawings have less power there than beside.
 *
 * @param prominences for periods of 2 and of 4 pixels: mean power at the grid's frequencies over the median around them; empty for
 *     images too small
 */
record GridSpectrum(List<Double> prominences) {
    /** Half the width of a peak, in bins. */
    private static final int PEAK = 1;
    /** How far around it the power is compared. */
    private static final int AROUND = 4;

    private static final int SMALLEST_SIDE = 16;
    /** Reals that have next to nothing at the grid, such as flat or very smooth ones, must not make every fake look bad. */
    private static final double LEAST = 0.5;

    /** @param images {@code [N, C, H, W]}; of samples of another medium nothing is told */
    static GridSpectrum of(Tensor images) {
        if (images.shape().length != 4) {
            return new GridSpectrum(List.of());
        }
        try (var _ = TensorScope.open()) {
            int height = (int) images.size(2);
            int width = (int) images.size(3);
            double[][] power = power(images.reshape(-1, height, width).to(DType.FLOAT32), height, width);
            List<Double> prominences = new ArrayList<>();
            for (int period : new int[] {2, 4}) {
                if (height % period == 0 && width % period == 0 && Math.min(height, width) >= SMALLEST_SIDE) {
                    prominences.add(prominence(power, height / period, width / period));
                }
            }
            return new GridSpectrum(prominences);
        }
    }

    /** The largest ratio of a prominence to the same one of {@code others}; 1 when there is nothing to compare. */
    double relativeTo(GridSpectrum others) {
        double largest = 0;
        for (int i = 0; i < prominences.size(); i++) {
            largest = Math.max(largest, prominences.get(i) / Math.max(others.prominences.get(i), LEAST));
        }
        return prominences.isEmpty() ? 1 : largest;
    }

    /** Mean power by frequency, {@code [H / 2 + 1][W / 2 + 1]}: the other half mirrors it. */
    private static double[][] power(Tensor planes, int height, int width) {
        int rows = height / 2 + 1;
        int columns = width / 2 + 1;
        Tensor across = planes.matmul(waves(width, columns)); // [M, H, 2 columns]: cosines, then sines
        Tensor down = across.permute(0, 2, 1).matmul(waves(height, rows)); // [M, 2 columns, 2 rows]
        double count = planes.size(0);
        Tensor cosCos = down.narrow(1, 0, columns).narrow(2, 0, rows);
        Tensor cosSin = down.narrow(1, 0, columns).narrow(2, rows, rows);
        Tensor sinCos = down.narrow(1, columns, columns).narrow(2, 0, rows);
        Tensor sinSin = down.narrow(1, columns, columns).narrow(2, rows, rows);
        // Both directions of a wave: |F(u, v)|^2 and |F(u, -v)|^2 add up to this.
        double[] sums = cosCos.square()
                .add(cosSin.square())
                .add(sinCos.square())
                .add(sinSin.square())
                .sum(0L)
                .toDoubles();
        double[][] power = new double[rows][columns];
        for (int u = 0; u < rows; u++) {
            for (int v = 0; v < columns; v++) {
                power[u][v] = sums[v * rows + u] / count;
            }
        }
        return power;
    }

    /** {@code [N, 2 frequencies]}: cosines, then sines. */
    private static Tensor waves(int length, int frequencies) {
        float[] values = new float[length * 2 * frequencies];
        for (int x = 0; x < length; x++) {
            for (int k = 0; k < frequencies; k++) {
                double angle = 2 * Math.PI * k * x / length;
                values[x * 2 * frequencies + k] = (float) Math.cos(angle);
                values[x * 2 * frequencies + frequencies + k] = (float) Math.sin(angle);
            }
        }
        return Tensors.of(values, length, 2L * frequencies);
    }

    /** The geometric mean over the three waves of a grid: lines across, lines down, and the board. */
    private static double prominence(double[][] power, int u, int v) {
        return Math.cbrt(standingOut(power, u, 0) * standingOut(power, 0, v) * standingOut(power, u, v));
    }

    private static double standingOut(double[][] power, int u, int v) {
        // Not so far that the lowest frequencies come into it.
        int reach = Math.min(AROUND, Math.max(u, v) / 2);
        double peak = 0;
        int peakCount = 0;
        List<Double> around = new ArrayList<>();
        for (int i = Math.max(0, u - reach); i <= Math.min(power.length - 1, u + reach); i++) {
            for (int j = Math.max(0, v - reach); j <= Math.min(power[0].length - 1, v + reach); j++) {
                if (Math.max(Math.abs(i - u), Math.abs(j - v)) <= PEAK) {
                    peak += power[i][j];
                    peakCount++;
                } else {
                    around.add(power[i][j]);
                }
            }
        }
        Collections.sort(around);
        return peak / peakCount / Math.max(around.get(around.size() / 2), Double.MIN_NORMAL);
    }
}
