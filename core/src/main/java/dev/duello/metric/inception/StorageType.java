package dev.duello.metric.inception;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The kinds of PyTorch storages that are read. What Duello has no type for is widened. */
enum StorageType {
    FLOAT(4, DType.FLOAT32),
    DOUBLE(8, DType.FLOAT64),
    BFLOAT16(2, DType.BFLOAT16),
    HALF(2, DType.FLOAT32),
    LONG(8, DType.INT64),
    INT(4, DType.INT64),
    SHORT(2, DType.INT64),
    CHAR(1, DType.INT64),
    BYTE(1, DType.UINT8),
    BOOL(1, DType.BOOL);

    private static final ValueLayout.OfShort INT16 =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN).withByteAlignment(1);
    private static final ValueLayout.OfInt INT32 =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).withByteAlignment(1);

    private final int bytes;
    private final DType type;

    StorageType(int bytes, DType type) {
        this.bytes = bytes;
        this.type = type;
    }

    /** The type behind a class such as {@code FloatStorage}. */
    static Optional<StorageType> of(String className) {
        return Stream.of(values())
                .filter(type -> className.equalsIgnoreCase(type.name() + "Storage"))
                .findFirst();
    }

    /** Bytes of one element in a file. */
    int bytes() {
        return bytes;
    }

    /**
     * The elements as a tensor of one axis.
     *
     * @param data native memory, {@code elements * bytes()} long
     */
    Tensor load(MemorySegment data, long elements) {
        return switch (this) {
            case HALF -> {
                float[] values = new float[Math.toIntExact(elements)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.float16ToFloat(data.get(INT16, 2L * i));
                }
                yield Tensors.of(values, elements);
            }
            case INT -> integers(elements, i -> data.get(INT32, 4L * i));
            case SHORT -> integers(elements, i -> data.get(INT16, 2L * i));
            case CHAR -> integers(elements, i -> data.get(ValueLayout.JAVA_BYTE, i));
            case BOOL -> {
                // Any other byte than 0 and 1 would be undefined behavior.
                for (long i = 0; i < elements; i++) {
                    if (data.get(ValueLayout.JAVA_BYTE, i) != 0) {
                        data.set(ValueLayout.JAVA_BYTE, i, (byte) 1);
                    }
                }
                yield Tensors.copyOf(data, type, elements);
            }
            default -> Tensors.copyOf(data, type, elements);
        };
    }

    private static Tensor integers(long elements, IntToLongFunction value) {
        return Tensors.of(
                IntStream.range(0, Math.toIntExact(elements)).mapToLong(value).toArray(), elements);
    }
}
