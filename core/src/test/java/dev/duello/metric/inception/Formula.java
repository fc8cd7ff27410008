package dev.duello.metric.inception;

import dev.duello.metric.inception.InceptionBlock.Chain;
import dev.duello.metric.inception.InceptionBlock.Convolve;
import dev.duello.metric.inception.InceptionBlock.Fork;
import dev.duello.metric.inception.InceptionBlock.Pool;
import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Weights and images by the formula of bench/reference/inception.py, so that no weights need to be kept. */
final class Formula {
    private Formula() {}

    /** The shapes of all parameters by name, derived from the table of the network. */
    static Map<String, long[]> parameters() {
        Map<String, long[]> shapes = new TreeMap<>();
        collect(InceptionLayout.NETWORK, 3, shapes);
        shapes.put("fc.weight", new long[] {1008, 2048});
        shapes.put("fc.bias", new long[] {1008});
        return shapes;
    }

    private static int collect(InceptionBlock part, int in, Map<String, long[]> shapes) {
        switch (part) {
            case Chain chain -> {
                int channels = in;
                for (InceptionBlock next : chain.parts()) {
                    channels = collect(next, channels, shapes);
                }
                return channels;
            }
            case Fork fork -> {
                return fork.branches().stream()
                        .mapToInt(branch -> collect(branch, in, shapes))
                        .sum();
            }
            case Convolve convolve -> {
                shapes.put(convolve.name() + ".conv.weight", convolve.weightShape(in));
                for (String normalize : new String[] {"weight", "bias", "running_mean", "running_var"}) {
                    shapes.put(convolve.name() + ".bn." + normalize, new long[] {convolve.out()});
                }
                return convolve.out();
            }
            case Pool _ -> {
                return in;
            }
        }
    }

    static Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new HashMap<>();
        parameters().forEach((name, shape) -> weights.put(name, weight(name, shape)));
        return weights;
    }

    private static Tensor weight(String name, long[] shape) {
        long elements = 1;
        for (long length : shape) {
            elements *= length;
        }
        long seed = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            seed = (seed ^ b & 0xff) * 0x100000001b3L;
        }
        double bound = Math.sqrt(6.0 / (elements / shape[0]));
        float[] values = new float[(int) elements];
        for (int i = 0; i < values.length; i++) {
            long z = seed + (i + 1) * 0x9e3779b97f4a7c15L;
            z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
            z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
            z ^= z >>> 31;
            double u = (z >>> 40) / (double) (1 << 24);
            values[i] = (float)
                    (name.equals("fc.weight")
                            ? 0.1 * (2 * u - 1)
                            : name.endsWith("conv.weight")
                                    ? bound * (2 * u - 1)
                                    : name.endsWith("bn.weight")
                                            ? 0.8 + 0.4 * u
                                            : name.endsWith("running_var") ? 0.5 + u : 0.4 * u - 0.2);
        }
        return Tensors.of(values, shape);
    }

    /** uint8 {@code [1, h, w, c]}. */
    static Tensor image(int h, int w, int c) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) h * w * c);
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    for (int k = 0; k < c; k++) {
                        int value = (3 * x * x / (k + 2) + 5 * y * x + 7 * y * (k + 1)) / 4 % 256;
                        pixels.set(ValueLayout.JAVA_BYTE, ((long) y * w + x) * c + k, (byte) value);
                    }
                }
            }
            return Tensors.copyOf(pixels, DType.UINT8, 1, h, w, c);
        }
    }
}
