package dev.duello.torch;

import java.util.Locale;

/** The number format of the networks' arithmetic. Weights, optimizer state and losses are float32 in either case. */
public enum Precision {
    /** On an NVIDIA GPU, products are TensorFloat-32: numbers of 32 bits, of which the products see 10 bits of fraction. */
    FP32(DType.FLOAT32),
    BF16(DType.BFLOAT16);

    private final DType compute;

    Precision(DType compute) {
        this.compute = compute;
    }

    /** The type in which convolutions and linear layers are computed. */
    public DType compute() {
        return compute;
    }

    /**
     * Turns {@code auto}, {@code fp32} or {@code bf16} into a precision; {@code auto} takes bfloat16 on a CUDA GPU and on a
     * CPU that multiplies it in hardware, else float32.
     *
     * @throws IllegalArgumentException for another name
     */
    public static Precision resolve(String name, Device device) {
        return switch (name) {
            case "auto" -> device == Device.CUDA || (device == Device.CPU && CpuFeatures.hasBfloat16()) ? BF16 : FP32;
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            default ->
                throw new IllegalArgumentException("Unknown precision '" + name + "': choose auto, fp32 or bf16.");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
