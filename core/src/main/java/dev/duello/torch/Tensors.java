package dev.duello.torch;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Makes tensors. What is made belongs to the open {@link TensorScope}. */
public final class Tensors {
    private Tensors() {}

    public static Tensor zeros(Device device, long... shape) {
        Torch.load();
        return new Tensor(torch.zeros(shape, options(DType.FLOAT32, device)));
    }

    /** A float32 tensor on the CPU, row-major. */
    public static Tensor of(float[] values, long... shape) {
        Torch.load();
        return new Tensor(torch.tensor(values)).reshape(shape);
    }

    /** A float64 tensor on the CPU, row-major. */
    public static Tensor of(double[] values, long... shape) {
        Torch.load();
        return new Tensor(torch.tensor(values)).reshape(shape);
    }

    /** An INT64 tensor on the CPU, row-major. */
    public static Tensor of(long[] values, long... shape) {
        Torch.load();
        return new Tensor(torch.tensor(values)).reshape(shape);
    }

    /** A tensor on the CPU with a copy of row-major bytes; the segment must be native. */
    public static Tensor copyOf(MemorySegment bytes, DType type, long... shape) {
        return borrow(bytes, type, shape).copy();
    }

    /**
     * A tensor on the CPU that reads the segment's own memory: nothing is copied, so the segment must be native and must
     * outlive the tensor.
     */
    public static Tensor borrow(MemorySegment bytes, DType type, long... shape) {
        Torch.load();
        long wanted = type.bytes();
        for (long length : shape) {
            wanted = Math.multiplyExact(wanted, length);
        }
        if (!bytes.isNative() || bytes.byteSize() < wanted) {
            throw new IllegalArgumentException(
                    "need " + wanted + " bytes of native memory, got " + bytes.byteSize() + " bytes");
        }
        return new Tensor(torch.from_blob(new Address(bytes), shape, new TensorOptions(type.scalarType)));
    }

    /** Joins along an existing axis. */
    public static Tensor concatenate(List<Tensor> parts, int axis) {
        TensorVector vector =
                new TensorVector(parts.stream().map(part -> part.handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
        return new Tensor(torch.cat(vector, axis));
    }

    static Tensor full(double value, Device device, long... shape) {
        return new Tensor(torch.full(shape, new Scalar(value), options(DType.FLOAT32, device)));
    }

    static TensorOptions options(DType type, Device device) {
        // Each setter returns a changed copy.
        return new TensorOptions(type.scalarType).device(new org.bytedeco.pytorch.DeviceOptional(device.handle()));
    }

    private static final class Address extends Pointer {
        Address(MemorySegment segment) {
            address = segment.address();
        }
    }
}
