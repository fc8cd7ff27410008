package dev.duello.network;

import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * How often the length of a sound can be divided by 4, and at its end once by 2: 16384 is 16·4·4·4·4·4, 8192 is 16·4·4·4·4·2. Generators
 * grow from the base, discriminators shrink to it.
 *
 * @param base the length that is left
 * @param steps by which lengths are divided, beginning with that of the sound itself
 */
record Lengths(int base, List<Integer> steps) {
    private static final int SMALLEST_BASE = 16;
    private static final int LARGEST_BASE = 255;
    private static final int FEWEST = 2;
    /** Channels grow no further, as the paper has it. */
    private static final int GROWTH = 16;

    static Lengths of(Shape sound) {
        int length = sound.spatial().getFirst();
        int base = length;
        List<Integer> steps = new ArrayList<>();
        while (base % 4 == 0 && base / 4 >= SMALLEST_BASE) {
            base /= 4;
            steps.add(4);
        }
        if (base % 2 == 0 && base / 2 >= SMALLEST_BASE) {
            base /= 2;
            // The smaller step belongs to the waveform, where it costs least.
            steps.addFirst(2);
        }
        if (steps.size() < FEWEST || base > LARGEST_BASE) {
            throw new ShapeException("Sounds of " + length
                    + " samples do not suit these networks, which divide the length by 4 several times: set data.length="
                    + nearest(length) + ".");
        }
        return new Lengths(base, List.copyOf(steps));
    }

    private static long nearest(int length) {
        long unit = 256;
        while (length / unit >= LARGEST_BASE) {
            unit *= 4;
        }
        return Math.max(1, Math.round((double) length / unit)) * unit;
    }

    int count() {
        return steps.size();
    }

    /** The factor between a stage and the next shorter one, counted from the sound itself, 0. */
    int step(int stage) {
        return steps.get(stage);
    }

    /** Channels after so many stages from the sound: doubled each time, at most sixteenfold. */
    int channels(int width, int stages) {
        return width * Math.min(GROWTH, 1 << stages - 1);
    }
}
