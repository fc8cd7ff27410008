package dev.duello.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The element types that Duello uses, with their names in safetensors files. */
public enum DType {
    FLOAT32("F32", 4, ScalarType.Float),
    FLOAT64("F64", 8, ScalarType.Double),
    BFLOAT16("BF16", 2, ScalarType.BFloat16),
    INT16("I16", 2, ScalarType.Short),
    INT64("I64", 8, ScalarType.Long),
    UINT8("U8", 1, ScalarType.Byte),
    BOOL("BOOL", 1, ScalarType.Bool);

    private final String safetensorsName;
    private final int bytes;
    final ScalarType scalarType;

    DType(String safetensorsName, int bytes, ScalarType scalarType) {
        this.safetensorsName = safetensorsName;
        this.bytes = bytes;
        this.scalarType = scalarType;
    }

    /** The name that the safetensors format gives this type. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    static DType of(ScalarType type) {
        for (DType candidate : values()) {
            if (candidate.scalarType == type) {
                return candidate;
            }
        }
        throw new TorchException("Tensors of type " + type + " are not supported.");
    }
}
