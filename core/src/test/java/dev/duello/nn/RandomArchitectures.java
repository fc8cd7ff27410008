package dev.duello.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Architectures that fit together by construction, whatever the library thinks of them. */
final class RandomArchitectures {
    private RandomArchitectures() {}

    static Stream<Architecture> of(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToObj(_ -> one(random));
    }

    private static Architecture one(SplittableRandom random) {
        int dimensions = random.nextInt(4);
        int[] axes = new int[dimensions + 1];
        axes[0] = random.nextInt(1, 5);
        for (int i = 1; i < axes.length; i++) {
            axes[i] = random.nextInt(1, dimensions == 3 ? 6 : 14);
        }
        Shape input = Shape.of(axes);
        List<Layer> layers = new ArrayList<>();
        Shape shape = input;
        int wanted = random.nextInt(1, 9);
        while (layers.size() < wanted) {
            Layer layer = layer(shape, random);
            Shape next = layer.outputShape(shape);
            if (next.elements() <= 3000) {
                layers.add(layer);
                shape = next;
            }
        }
        return new Architecture(input, layers, Initializer.values()[random.nextInt(3)]);
    }

    private static Layer layer(Shape shape, SplittableRandom random) {
        int smallest =
                shape.spatial().stream().mapToInt(Integer::intValue).min().orElse(0);
        boolean spatial = !shape.spatial().isEmpty();
        while (true) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    return new Linear(random.nextInt(1, 20), random.nextBoolean());
                }
                case 1 -> {
                    if (spatial) {
                        int padding = random.nextInt(3);
                        int kernel = random.nextInt(1, Math.min(6, smallest + 2 * padding + 1));
                        return new Conv(
                                random.nextInt(1, 6), kernel, random.nextInt(1, 4), padding, random.nextBoolean());
                    }
                }
                case 2 -> {
                    if (spatial) {
                        int stride = random.nextInt(1, 4);
                        int kernel = random.nextInt(1, 6);
                        // At least one row is left: (side - 1) * stride + kernel > 2 * padding.
                        int padding = random.nextInt(Math.min(3, ((smallest - 1) * stride + kernel + 1) / 2));
                        return new ConvTranspose(
                                random.nextInt(1, 6),
                                kernel,
                                stride,
                                padding,
                                random.nextInt(stride),
                                random.nextBoolean());
                    }
                }
                case 3 -> {
                    return new BatchNorm(random.nextDouble(), 1e-5);
                }
                case 4 -> {
                    var function = Activation.Function.values()[random.nextInt(4)];
                    return new Activation(
                            function, function == Activation.Function.LEAKY_RELU ? random.nextDouble() : 0);
                }
                case 5 -> {
                    if (shape.spatial().size() == 2) {
                        return new MaxPool(random.nextInt(1, Math.min(3, smallest) + 1));
                    }
                }
                case 6 -> {
                    return new Rescale(random.nextDouble(-2, 2), random.nextDouble(-1, 1));
                }
                default -> {
                    return new Reshape(refactored(Math.toIntExact(shape.elements()), random));
                }
            }
        }
    }

    /** The same number of elements over one to four axes. */
    private static Shape refactored(int elements, SplittableRandom random) {
        int[] axes = new int[random.nextInt(1, 5)];
        int left = elements;
        for (int i = 0; i < axes.length - 1; i++) {
            int rest = left;
            int[] divisors =
                    IntStream.rangeClosed(1, left).filter(d -> rest % d == 0).toArray();
            axes[i] = divisors[random.nextInt(divisors.length)];
            left /= axes[i];
        }
        axes[axes.length - 1] = left;
        return Shape.of(axes);
    }
}
