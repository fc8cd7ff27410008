package dev.duello.data.image.webp;

import java.io.IOException;

/** The arithmetic decoder of VP8: RFC 6386, section 7. */
final class Vp8Bits {

    private final byte[] bytes;
    private final int end;
    private int at;
    private int range = 255;
    /** The bits that were read and not used up: eight and {@link #spare} more. */
    private int value;

    private int spare = -Byte.SIZE;
    private boolean overrun;

    /** @param end index after the last byte */
    Vp8Bits(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** @param probability of a zero, in 256ths */
    int bit(int probability) {
        while (spare < 0) {
            // After the end come zeros; whoever reads on asks for checkEnd().
            overrun |= at >= end;
            value = value << Byte.SIZE | (at < end ? bytes[at++] & 0xff : 0);
            spare += Byte.SIZE;
        }
        int split = 1 + ((range - 1) * probability >> 8);
        int limit = split << spare;
        int bit;
        if (value >= limit) {
            value -= limit;
            range -= split;
            bit = 1;
        } else {
            range = split;
            bit = 0;
        }
        int shift = Integer.numberOfLeadingZeros(range) - (Integer.SIZE - Byte.SIZE);
        range <<= shift;
        spare -= shift;
        return bit;
    }

    boolean flag() {
        return bit(128) == 1;
    }

    /** A number of so many bits, 0 or more. */
    int number(int bits) {
        int number = 0;
        for (int i = 0; i < bits; i++) {
            number = number << 1 | bit(128);
        }
        return number;
    }

    /** A number of so many bits, and its sign. */
    int signed(int bits) {
        int number = number(bits);
        return flag() ? -number : number;
    }

    /** A signed number when a flag says that there is one, else 0. */
    int optional(int bits) {
        return flag() ? signed(bits) : 0;
    }

    /** @throws IOException when more was read than there is */
    void checkEnd() throws IOException {
        if (overrun) {
            throw new IOException("it is cut short");
        }
    }
}
