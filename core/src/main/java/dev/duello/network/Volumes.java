package dev.duello.network;

import dev.duello.nn.PerAxis;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often the sides of a volume can be halved, each for itself: 32×32×32 is 4·2·2·2 along every axis; 16 frames of 64×64 pixels are
 * 4·2·2 along the time and 4·2·2·2·2 along the others, so that the stages next to the base leave the time as it is. Generators grow from
 * the base, discriminators shrink to it.
 *
 * @param base the sides that are left
 * @param strides by which the sides are divided, beginning with those of the sample itself
 */
record Volumes(List<Integer> base, List<PerAxis> strides) {
    /** Below it, a kernel of 4 sees mostly padding. */
    private static final int SMALLEST_BASE = 3;

    /** A side below this may be odd: it is short enough to be looked at whole. */
    private static final int SHORT = 16;

    private static final int SHORTEST = 4;
    private static final int LONGEST = 256;
    private static final int FEWEST = 2;

    /** @throws ShapeException when a side is too short or too long, or cannot be halved twice */
    static Volumes of(Shape volume) {
        List<Integer> sides = volume.spatial();
        List<Integer> base = new ArrayList<>();
        List<Integer> halvings = new ArrayList<>();
        boolean suits = true;
        for (int side : sides) {
            int left = side;
            int count = 0;
            while (left % 2 == 0 && left / 2 >= SMALLEST_BASE) {
                left /= 2;
                count++;
            }
            base.add(left);
            halvings.add(count);
            suits &= side >= SHORTEST && side <= LONGEST && (count >= FEWEST || side < SHORT);
        }
        int stages = halvings.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (!suits || stages < FEWEST) {
            throw new ShapeException(
                    "Sides of " + text(sides) + " do not suit networks of three dimensions, which halve"
                            + " them at least twice: the nearest that do are "
                            + text(sides.stream().map(Volumes::nearest).toList()) + ".");
        }
        List<PerAxis> strides = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            int at = stage;
            strides.add(new PerAxis(
                    halvings.stream().map(count -> at < count ? 2 : 1).toList()));
        }
        return new Volumes(List.copyOf(base), List.copyOf(strides));
    }

    private static int nearest(int side) {
        return Math.clamp(Math.round(side / 4f) * 4L, SHORT, LONGEST);
    }

    private static String text(List<Integer> sides) {
        return sides.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    int count() {
        return strides.size();
    }

    /** Numbers in each channel of the base. */
    int places() {
        return base.stream().reduce(1, Math::multiplyExact);
    }

    /** What divides, or multiplies, each side exactly by its stride: kernels of 4 where it is 2, of 3 where it is 1. */
    PerAxis kernel(int stage) {
        return new PerAxis(IntStream.range(0, base.size())
                .mapToObj(axis -> strides.get(stage).at(axis) + 2)
                .toList());
    }
}
