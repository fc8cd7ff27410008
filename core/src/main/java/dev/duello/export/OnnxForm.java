package dev.duello.export;

/**
 * How a network is written as ONNX.
 *
 * @param opset version of the operators, {@value #OLDEST} to {@value #NEWEST}
 * @param uint8 whether a generator of images makes uint8 {@code [N, H, W, C]}, as in files, instead of float32
 *     {@code [N, C, H, W]} in [-1, 1]
 * @param half whether weights are stored in 16 bits; what is computed is float32 in either case
 */
public record OnnxForm(int opset, boolean uint8, boolean half) {
    /** The first with all operators in the form that is written. */
    public static final int OLDEST = 18;
    /** The last that ONNX Runtime promises to run. */
    public static final int NEWEST = 26;

    public static final OnnxForm DEFAULT = new OnnxForm(21, false, false);

    /** @throws ExportException when there is no such version */
    public OnnxForm {
        if (opset < OLDEST || opset > NEWEST) {
            throw new ExportException(
                    "The version of the operators (opset) is " + OLDEST + " to " + NEWEST + ", not " + opset + ".");
        }
    }
}
