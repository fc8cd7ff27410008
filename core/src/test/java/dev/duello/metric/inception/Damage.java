package dev.duello.metric.inception;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes by accident and on purpose. */
final class Damage {
    private final SplittableRandom random;

    Damage(long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] to(byte[] good) {
        byte[] bytes = good.clone();
        switch (random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> { // a large number
                int at = random.nextInt(bytes.length - 8);
                Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) (random.nextBoolean() ? 0xff : 0x7f));
            }
            case 2 -> { // a part in another place
                int length = 1 + random.nextInt(64);
                System.arraycopy(
                        bytes,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
            default -> {
                // Most blows go to the pickle, which is at the start.
                int end = random.nextBoolean() ? bytes.length : bytes.length / 2;
                for (int i = random.nextInt(1, 9); i > 0; i--) {
                    bytes[random.nextInt(end)] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }
}
