package dev.duello.data.sound;

/**
 * What the telephone stores in 8 bits (ITU-T G.711): a sign, a segment of 3 bits and a step of 4 within it, where each segment is twice
 * as wide as the one below.
 */
final class Companding {
    private static final int SIGN = 0x80;
    private static final int SEGMENT = 0x70;
    private static final int STEP = 0x0f;
    private static final int MU_BIAS = 0x84;
    private static final int A_INVERTED = 0x55;

    private Companding() {}

    /** @return -32124 to 32124 */
    static int muLaw(byte stored) {
        int code = ~stored;
        int magnitude = (((code & STEP) << 3) + MU_BIAS << ((code & SEGMENT) >> 4)) - MU_BIAS;
        return (code & SIGN) != 0 ? -magnitude : magnitude;
    }

    /** @return -32256 to 32256 */
    static int aLaw(byte stored) {
        int code = stored ^ A_INVERTED;
        int segment = (code & SEGMENT) >> 4;
        int inMiddle = ((code & STEP) << 4) + 8;
        int magnitude = segment == 0 ? inMiddle : inMiddle + 0x100 << segment - 1;
        return (code & SIGN) != 0 ? magnitude : -magnitude;
    }
}
