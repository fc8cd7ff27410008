package dev.duello.data;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes in the ways that files are damaged, by accident or on purpose. */
public final class Mutations {

    private final Random random;

    public Mutations(long seed) {
        random = new Random(seed);
    }

    public byte[] damage(byte[] good) {
        byte[] bytes = good.clone();
        switch (random.nextInt(8)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> bytes = random.nextInt(10) == 0 ? new byte[0] : splice(bytes);
            case 2 -> declareHuge(bytes);
            case 3 -> {
                flip(bytes, 1, Math.min(64, bytes.length));
                bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2 + 1));
            }
            // Headers are at the start: most blows go there.
            case 4, 5 -> flip(bytes, 1 + random.nextInt(4), Math.min(64, bytes.length));
            default -> flip(bytes, 1 + random.nextInt(12), bytes.length);
        }
        return bytes;
    }

    private void flip(byte[] bytes, int times, int end) {
        for (int i = 0; i < times; i++) {
            bytes[random.nextInt(end)] = (byte) random.nextInt(256);
        }
    }

    /** Copies a run of bytes to another place, or takes it out. */
    private byte[] splice(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - from);
        if (random.nextBoolean()) {
            System.arraycopy(bytes, from, bytes, random.nextInt(bytes.length - length), length);
            return bytes;
        }
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, from + length, shorter, from, bytes.length - from - length);
        return shorter;
    }

    /** Puts a large number where a length may be. */
    private void declareHuge(byte[] bytes) {
        int at = random.nextInt(Math.max(1, Math.min(bytes.length, 128) - 4));
        byte[] large = random.nextBoolean()
                ? new byte[] {(byte) (random.nextBoolean() ? 0x7f : 0xff), -1, -1, -1}
                : new byte[] {0, (byte) random.nextInt(256), (byte) random.nextInt(256), 0};
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = large[i];
        }
    }
}
