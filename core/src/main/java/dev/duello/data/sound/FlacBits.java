package dev.duello.data.sound;

import dev.duello.data.UnreadableFileException;

/** Bits of a byte array, the most significant first. */
final class FlacBits {
    private static final int CRC8 = 0x07;
    private static final int CRC16 = 0x8005;

    private final byte[] bytes;
    /** In bits. */
    private long at;

    FlacBits(byte[] bytes, int firstByte) {
        this.bytes = bytes;
        at = 8L * firstByte;
    }

    /** Index of the byte that the next bit is in. */
    int position() {
        return (int) (at >> 3);
    }

    void position(int nextByte) {
        at = 8L * nextByte;
    }

    boolean isAtEnd() {
        return at >= 8L * bytes.length;
    }

    void alignToByte() {
        at = (at + 7) & ~7L;
    }

    /** @param count 0 to 57 */
    long unsigned(int count) throws UnreadableFileException {
        if (at + count > 8L * bytes.length) {
            throw cutShort();
        }
        long value = 0;
        int left = count;
        while (left > 0) {
            int offset = (int) (at & 7);
            int taken = Math.min(left, 8 - offset);
            int bits = (bytes[(int) (at >> 3)] & 0xff) >> 8 - offset - taken & (1 << taken) - 1;
            value = value << taken | bits;
            at += taken;
            left -= taken;
        }
        return value;
    }

    long signed(int count) throws UnreadableFileException {
        return count == 0 ? 0 : unsigned(count) << 64 - count >> 64 - count;
    }

    /** How many zeros come before the next one, which is passed as well. */
    int zeros() throws UnreadableFileException {
        int count = 0;
        while (true) {
            int offset = (int) (at & 7);
            if (at >= 8L * bytes.length) {
                throw cutShort();
            }
            int rest = (bytes[(int) (at >> 3)] << offset) & 0xff;
            if (rest == 0) {
                count += 8 - offset;
                at += 8 - offset;
            } else {
                int more = Integer.numberOfLeadingZeros(rest) - 24;
                at += more + 1;
                return count + more;
            }
        }
    }

    /** Of the bytes from {@code start} to before the present one. */
    int crc8(int start) {
        int crc = 0;
        for (int i = start; i < position(); i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x80) != 0 ? (crc << 1 ^ CRC8) & 0xff : crc << 1;
            }
        }
        return crc;
    }

    /** Of the bytes from {@code start} to before the present one. */
    int crc16(int start) {
        int crc = 0;
        for (int i = start; i < position(); i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1 ^ CRC16) & 0xffff : crc << 1;
            }
        }
        return crc;
    }

    private static UnreadableFileException cutShort() {
        return new UnreadableFileException("it is cut short");
    }
}
