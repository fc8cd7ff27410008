package dev.duello.explain;

import dev.duello.learn.NetworkView;
import dev.duello.nn.Architecture;
import dev.duello.nn.Network;
import dev.duello.torch.Autograd;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What in an image makes a critic take it for real or for generated, by four methods that fail in different ways: what all of them
 * show is worth more than what one shows.
 */
public final class Attribution {
    private static final int FIRST_STEPS = 64;
    private static final int MOST_STEPS = 2048;
    private static final int BATCH = 64;
    private static final double COMPLETE = 0.01;
    private static final int SMALLEST_SIDE = 4;
    private static final int COPIES = 25;
    /** Of the range of pixels, which is 2. */
    private static final double NOISE = 0.1 * 2;

    private static final int PATCHES = 8;

    /**
     * Integrated gradients, and how complete they are.
     *
     * @param gain the logit of the image less that of the gray image
     * @param error how far the sum of the map is from the gain, as a share of it
     * @param steps of the integral
     */
    public record Integrated(HeatMap map, double gain, double error, int steps) {}

    private Attribution() {}

    /**
     * Integrated gradients (Sundararajan et al., 2017, equation 1) from a gray image, by the midpoint rule with as many steps as it
     * takes to be complete within 1 %, at most 2048.
     *
     * @param critic whose result is {@code [N]}
     * @param image {@code [1, C, H, W]} in [-1, 1]
     */
    public static Integrated integratedGradients(NetworkView critic, Tensor image) {
        double gain;
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            gain = critic.run(image).item() - critic.run(image.multiply(0)).item();
        }
        int steps = FIRST_STEPS;
        while (true) {
            double[] gradient = new double[Math.toIntExact(image.elements())];
            for (int start = 0; start < steps; start += BATCH) {
                add(gradient, pathGradient(critic, image, start, steps), 1.0 / steps);
            }
            HeatMap map = summed(gradient, image, true);
            double error = Math.abs(map.sum() - gain) / Math.max(Math.abs(gain), 1e-12);
            if (error <= COMPLETE || steps >= MOST_STEPS) {
                return new Integrated(map, gain, error, steps);
            }
            steps *= 2;
        }
    }

    /** The sum of gradients at a part of the points between gray and the image, times the image. */
    private static double[] pathGradient(NetworkView critic, Tensor image, int start, int steps) {
        try (var _ = TensorScope.open()) {
            double[] shares = new double[BATCH];
            for (int i = 0; i < BATCH; i++) {
                shares[i] = (start + i + 0.5) / steps;
            }
            Tensor points = Tensors.of(shares, BATCH, 1, 1, 1)
                    .to(DType.FLOAT32)
                    .toDeviceOf(image)
                    .multiply(image);
            return gradient(critic, points).multiply(image).sum(0L).toDoubles();
        }
    }

    /** The gradient of the sum of all logits at each image, {@code [N, C, H, W]}. */
    private static Tensor gradient(NetworkView critic, Tensor images) {
        Tensor leaf = images.detach().requiresGradient_(true);
        return Autograd.gradients(critic.run(leaf).sum(), List.of(leaf), false).getFirst();
    }

    private static void add(double[] sum, double[] more, double factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * more[i];
        }
    }

    /** Summed over the channels. */
    private static HeatMap summed(double[] values, Tensor image, boolean signed) {
        int height = Math.toIntExact(image.size(2));
        int width = Math.toIntExact(image.size(3));
        double[] sums = new double[height * width];
        for (int i = 0; i < values.length; i++) {
            sums[i % sums.length] += signed ? values[i] : Math.abs(values[i]);
        }
        return new HeatMap(height, width, sums, signed);
    }

    /**
     * The mean gradient over 25 noisy copies (SmoothGrad; Smilkov et al., 2017): where a small change matters, without a sign.
     *
     * @param image {@code [1, C, H, W]} in [-1, 1]
     */
    public static HeatMap smoothGrad(NetworkView critic, Tensor image) {
        try (var _ = TensorScope.open()) {
            long[] shape = image.shape();
            shape[0] = COPIES;
            Tensor noise =
                    new RandomStream("smooth-grad", 0).normal(Device.CPU, shape).toDeviceOf(image);
            Tensor copies = image.add(noise.multiply(NOISE));
            return summed(gradient(critic, copies).mean(0L).toDoubles(), image, false);
        }
    }

    /**
     * The fall of the logit where a gray square covers the image (Zeiler and Fergus, 2014), mean over the squares that cover a
     * pixel; squares are an eighth of a side, and half of one apart. It needs no gradient, and so checks those that do.
     *
     * @param image {@code [1, C, H, W]} in [-1, 1]
     */
    public static HeatMap occlusion(NetworkView critic, Tensor image) {
        int height = Math.toIntExact(image.size(2));
        int width = Math.toIntExact(image.size(3));
        int tall = Math.max(2, height / PATCHES);
        int wide = Math.max(2, width / PATCHES);
        List<int[]> corners = new ArrayList<>();
        for (int y : starts(height, tall)) {
            for (int x : starts(width, wide)) {
                corners.add(new int[] {y, x});
            }
        }
        double[] sums = new double[height * width];
        int[] counts = new int[sums.length];
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            double whole = critic.run(image).item();
            for (int start = 0; start < corners.size(); start += BATCH) {
                List<int[]> some = corners.subList(start, Math.min(corners.size(), start + BATCH));
                double[] logits = covered(critic, image, some, tall, wide);
                for (int i = 0; i < logits.length; i++) {
                    for (int p = 0; p < tall * wide; p++) {
                        int at = (some.get(i)[0] + p / wide) * width + some.get(i)[1] + p % wide;
                        sums[at] += whole - logits[i];
                        counts[at]++;
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i];
        }
        return new HeatMap(height, width, sums, true);
    }

    private static double[] covered(NetworkView critic, Tensor image, List<int[]> corners, int tall, int wide) {
        try (var _ = TensorScope.open()) {
            List<Tensor> copies = new ArrayList<>();
            for (int[] corner : corners) {
                Tensor copy = image.copy();
                copy.narrow(2, corner[0], tall).narrow(3, corner[1], wide).fill_(0);
                copies.add(copy);
            }
            return critic.run(Tensors.concatenate(copies, 0)).toDoubles();
        }
    }

    /** Every half of a patch, and the last place. */
    private static List<Integer> starts(int side, int patch) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start < side - patch; start += Math.max(1, patch / 2)) {
            starts.add(start);
        }
        starts.add(side - patch);
        return starts;
    }

    /**
     * Grad-CAM (Selvaraju et al., 2017, equations 1 and 2) of the deepest layer whose maps have sides of at least 4, enlarged. What is
     * above zero speaks for a real image; what is below is what the published ReLU leaves of the negated logit.
     *
     * @param image {@code [1, C, H, W]} in [-1, 1]
     * @return empty for a critic without feature maps
     */
    public static Optional<HeatMap> gradCam(NetworkView critic, Tensor image) {
        int layer = deepestMaps(critic);
        if (layer < 0) {
            return Optional.empty();
        }
        try (var _ = TensorScope.open()) {
            Tensor maps;
            try (var _ = GradientMode.off()) {
                maps = critic.before(image, layer + 1).copy();
            }
            Tensor leaf = maps.detach().requiresGradient_(true);
            Tensor gradient = Autograd.gradients(
                            critic.after(image, leaf, layer + 1).sum(), List.of(leaf), false)
                    .getFirst();
            Tensor weights = gradient.mean(2L, 3L).reshape(1, maps.size(1), 1, 1);
            double[] small = maps.multiply(weights).sum(1L).toDoubles();
            int height = Math.toIntExact(image.size(2));
            int width = Math.toIntExact(image.size(3));
            return Optional.of(new HeatMap(
                    height,
                    width,
                    enlarged(small, Math.toIntExact(maps.size(2)), Math.toIntExact(maps.size(3)), height, width),
                    true));
        }
    }

    private static int deepestMaps(NetworkView critic) {
        List<Architecture.Placed> placed = critic.network().architecture().placed();
        for (int i = placed.size() - 2; i >= 0; i--) {
            List<Integer> axes = placed.get(i).output().axes();
            if (axes.size() == 3 && Math.min(axes.get(1), axes.get(2)) >= SMALLEST_SIDE) {
                return i;
            }
        }
        return -1;
    }

    /** Bilinear, between the centers of pixels. */
    static double[] enlarged(double[] small, int fromHeight, int fromWidth, int height, int width) {
        double[] large = new double[height * width];
        for (int y = 0; y < height; y++) {
            double v = Math.clamp((y + 0.5) * fromHeight / height - 0.5, 0, fromHeight - 1);
            int top = Math.min((int) v, Math.max(0, fromHeight - 2));
            int below = Math.min(top + 1, fromHeight - 1);
            for (int x = 0; x < width; x++) {
                double u = Math.clamp((x + 0.5) * fromWidth / width - 0.5, 0, fromWidth - 1);
                int left = Math.min((int) u, Math.max(0, fromWidth - 2));
                int right = Math.min(left + 1, fromWidth - 1);
                double upper =
                        small[top * fromWidth + left] * (1 - (u - left)) + small[top * fromWidth + right] * (u - left);
                double lower = small[below * fromWidth + left] * (1 - (u - left))
                        + small[below * fromWidth + right] * (u - left);
                large[y * width + x] = upper * (1 - (v - top)) + lower * (v - top);
            }
        }
        return large;
    }

    /**
     * The same critic with first weights in the place of learned ones, whose maps must differ if maps show what was learned
     * (Adebayo et al., 2018). The caller closes its network.
     */
    public static NetworkView randomized(NetworkView critic, long seed) {
        Network random = Network.initialized(
                critic.network().architecture(),
                critic.network().device(),
                critic.network().precision(),
                new RandomStream("randomized", seed));
        return new NetworkView(random, critic.flow(), critic.named(), critic.result());
    }
}
