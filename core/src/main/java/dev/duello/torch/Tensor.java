package dev.duello.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * An n-dimensional array in native memory.
 *
 * <p>A tensor belongs to the {@link TensorScope} that was open when it was made and is freed with it, unless {@link
 * #keep()} was called; then whoever kept it must {@link #close()} it. Methods that end in an underscore change the tensor in
 * place and return it; others return a new one. Layer operations are in {@link Functions}, makers in {@link Tensors}.
 * Not thread-safe.
 */
public final class Tensor implements AutoCloseable {
    final org.bytedeco.pytorch.Tensor handle;

    Tensor(org.bytedeco.pytorch.Tensor handle) {
        this.handle = handle;
    }

    /** The elements of a vector are borrowed from it; the copy constructor makes owners. */
    static List<Tensor> owners(TensorVector tensors) {
        return LongStream.range(0, tensors.size())
                .mapToObj(i -> new Tensor(new org.bytedeco.pytorch.Tensor(tensors.get(i))))
                .toList();
    }

    // Lifetime

    /** Lets this tensor outlive the open scope; the caller now owns it and must {@link #close()} it. */
    public Tensor keep() {
        handle.retainReference();
        return this;
    }

    /** Gives back to the open scope what {@link #keep()} took from another. */
    public Tensor handOver() {
        PointerScope scope = PointerScope.getInnerScope();
        if (scope != null) {
            scope.attach(handle);
            handle.releaseReference();
        }
        return this;
    }

    /** Releases what {@link #keep()} held. */
    @Override
    public void close() {
        handle.releaseReference();
    }

    // Shape and type

    /** The lengths of all axes. */
    public long[] shape() {
        return LongStream.range(0, handle.dim()).map(handle::size).toArray();
    }

    /** The length of one axis; negative axes count from the last. */
    public long size(int axis) {
        return handle.size(axis);
    }

    /** Number of elements. */
    public long elements() {
        return handle.numel();
    }

    public DType dtype() {
        return DType.of(handle.scalar_type().intern());
    }

    public boolean isOnCpu() {
        return handle.is_cpu();
    }

    /** Whether it shares the memory of another tensor that it was made from. */
    public boolean isView() {
        return handle.is_view();
    }

    // Values

    /** The only element, as a Java number. Waits for the device. */
    public double item() {
        return handle.item_double();
    }

    /** All elements in row-major order as floats; other types are converted. */
    public float[] toFloats() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            return to(DType.FLOAT32).segment().toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /** All elements in row-major order as doubles; other types are converted. */
    public double[] toDoubles() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            return to(DType.FLOAT64).segment().toArray(ValueLayout.JAVA_DOUBLE);
        }
    }

    /** All elements of an integer tensor in row-major order. */
    public long[] toLongs() {
        try (var _ = TensorScope.open()) {
            return to(DType.INT64).segment().toArray(ValueLayout.JAVA_LONG);
        }
    }

    /** Copies the elements, row-major and in this tensor's own type, to the start of {@code target}. */
    public void copyTo(MemorySegment target) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            MemorySegment source = segment();
            MemorySegment.copy(source, 0, target, 0, source.byteSize());
        }
    }

    /** A row-major view of the bytes in main memory, valid while the open scope lives. */
    private MemorySegment segment() {
        if (elements() == 0) {
            return MemorySegment.NULL; // libtorch gives no address for nothing
        }
        Tensor dense =
                new Tensor((isOnCpu() ? this : to(Device.CPU)).handle.detach().contiguous());
        return MemorySegment.ofAddress(dense.handle.data_ptr().address())
                .reinterpret(dense.elements() * dense.dtype().bytes());
    }

    // Gradients

    /** Marks a leaf whose gradient is wanted, or no longer wanted. */
    public Tensor requiresGradient_(boolean wanted) {
        handle.set_requires_grad(wanted);
        return this;
    }

    /** Whether a gradient can be taken with respect to this tensor or to what it was made of. */
    public boolean requiresGradient() {
        return handle.requires_grad();
    }

    /** The same values cut off from the graph that made them; shares memory. */
    public Tensor detach() {
        return new Tensor(handle.detach());
    }

    // Conversion and views

    public Tensor to(DType type) {
        return handle.scalar_type().intern() == type.scalarType ? this : new Tensor(handle.to(type.scalarType));
    }

    /** In the type and on the device of {@code other}. */
    public Tensor like(Tensor other) {
        return new Tensor(handle.to(other.handle));
    }

    public Tensor to(Device device) {
        return new Tensor(handle.to(
                new org.bytedeco.pytorch.TensorOptions(device.handle()),
                false,
                false,
                new org.bytedeco.pytorch.MemoryFormatOptional()));
    }

    /**
     * These values on another device, for work that is started after this call; on an NVIDIA GPU the copy itself goes on
     * beside the processor, through page-locked memory. What this tensor borrows may be overwritten at once.
     */
    public Tensor sentTo(Device device) {
        return switch (device) {
            case CPU -> this;
            case CUDA ->
                new Tensor(handle.pin_memory()
                        .to(
                                new org.bytedeco.pytorch.TensorOptions(device.handle()),
                                true,
                                false,
                                new org.bytedeco.pytorch.MemoryFormatOptional()));
            case MPS -> to(device);
        };
    }

    /** These values on the device where {@code other} lives. */
    public Tensor toDeviceOf(Tensor other) {
        return new Tensor(handle.to(other.handle.device(), handle.scalar_type()));
    }

    /** The same values with channels innermost in memory ({@code [N, C, H, W]} stays the shape); copies when they are not. */
    public Tensor channelsLast() {
        if (handle.size(1) == 1) {
            // Both layouts are the same memory here, but only strides that say so keep what comes after in this layout.
            return contiguous().reshape(size(0), size(2), size(3), 1).permute(0, 3, 1, 2);
        }
        return new Tensor(handle.contiguous(MemoryFormat.ChannelsLast));
    }

    /** The same values in row-major memory; copies when they are not. */
    public Tensor contiguous() {
        return new Tensor(handle.contiguous());
    }

    public Tensor copy() {
        return new Tensor(handle.clone());
    }

    public Tensor reshape(long... shape) {
        return new Tensor(handle.reshape(shape));
    }

    public Tensor permute(long... axes) {
        return new Tensor(handle.permute(axes));
    }

    /** The elements in reverse order along the given axes; a copy. */
    public Tensor flip(long... axes) {
        return new Tensor(handle.flip(axes));
    }

    /**
     * Zeros added around, or elements cut off where a number is negative; a copy.
     *
     * @param margins before and after the last axis, then before and after the one before it, and so on
     */
    public Tensor pad(long... margins) {
        return new Tensor(torch.constant_pad_nd(handle, margins));
    }

    /** Elements {@code start} to {@code start + length - 1} of one axis; shares memory. */
    public Tensor narrow(int axis, long start, long length) {
        return new Tensor(handle.narrow(axis, start, length));
    }

    /** Heads of {@code length} along one axis, sharing this memory; their gradients are joined in one pass. */
    public List<Tensor> split(int axis, long length) {
        return owners(handle.split(length, axis));
    }

    /** A view of this one-dimensional tensor's memory with any strides; shares memory. */
    public Tensor strided(long[] shape, long[] strides, long offset) {
        return new Tensor(handle.as_strided(shape, strides, new org.bytedeco.pytorch.LongOptional(offset)));
    }

    /** The rows (entries of the first axis) that {@code indices}, an INT64 tensor, names. */
    public Tensor rows(Tensor indices) {
        return new Tensor(handle.index_select(0, indices.handle));
    }

    /** The entries of one axis that {@code indices}, an INT64 tensor, names; a copy. */
    public Tensor select(int axis, Tensor indices) {
        return new Tensor(handle.index_select(axis, indices.handle));
    }

    /**
     * Picks along one axis, each place by its own index: {@code result[i][j] = this[i][index[i][j]]} for axis 1.
     *
     * @param index INT64, with as many axes as this
     */
    public Tensor gather(int axis, Tensor index) {
        return new Tensor(handle.gather(axis, index.handle));
    }

    /** The same numbers repeated along axes of length 1; shares memory. */
    public Tensor expand(long... shape) {
        return new Tensor(handle.expand(shape));
    }

    // Arithmetic

    public Tensor add(Tensor other) {
        return new Tensor(handle.add(other.handle));
    }

    public Tensor add(double value) {
        return new Tensor(handle.add(new Scalar(value)));
    }

    public Tensor subtract(Tensor other) {
        return new Tensor(handle.sub(other.handle));
    }

    public Tensor multiply(Tensor other) {
        return new Tensor(handle.mul(other.handle));
    }

    public Tensor multiply(double value) {
        return new Tensor(handle.mul(new Scalar(value)));
    }

    public Tensor divide(Tensor other) {
        return new Tensor(handle.div(other.handle));
    }

    /** {@code this + a * b}, in one pass. */
    public Tensor addProduct(Tensor a, Tensor b) {
        return new Tensor(handle.addcmul(a.handle, b.handle));
    }

    public Tensor negate() {
        return new Tensor(handle.neg());
    }

    public Tensor square() {
        return new Tensor(handle.square());
    }

    public Tensor sqrt() {
        return new Tensor(handle.sqrt());
    }

    /** {@code 1 / this}. */
    public Tensor reciprocal() {
        return new Tensor(handle.reciprocal());
    }

    public Tensor matmul(Tensor other) {
        return new Tensor(handle.matmul(other.handle));
    }

    public Tensor transpose() {
        return new Tensor(handle.t());
    }

    /** Sum of all elements. */
    public Tensor sum() {
        return new Tensor(handle.sum());
    }

    /** Sum over the given axes, which disappear. */
    public Tensor sum(long... axes) {
        return new Tensor(handle.sum(axes, false, new org.bytedeco.pytorch.ScalarTypeOptional(handle.scalar_type())));
    }

    /** Mean of all elements. */
    public Tensor mean() {
        return new Tensor(handle.mean());
    }

    /** Mean over the given axes, which disappear. */
    public Tensor mean(long... axes) {
        return new Tensor(handle.mean(axes));
    }

    public Tensor abs() {
        return new Tensor(handle.abs());
    }

    /** -1, 0 or 1 for each element. */
    public Tensor sign() {
        return new Tensor(handle.sign());
    }

    /** The largest element along one axis, which disappears. */
    public Tensor largest(int axis) {
        return new Tensor(handle.amax(new long[] {axis}, false));
    }

    /** The position of the largest element along the last axis, as INT64. */
    public Tensor argmax() {
        return new Tensor(handle.argmax(new org.bytedeco.pytorch.LongOptional(-1), false));
    }

    /** Whether every element is a finite number. */
    public boolean isFinite() {
        try (var _ = TensorScope.open()) {
            return handle.isfinite().all().item_bool();
        }
    }

    // In place

    public Tensor copyFrom_(Tensor source) {
        handle.copy_(source.handle);
        return this;
    }

    public Tensor fill_(double value) {
        handle.fill_(new Scalar(value));
        return this;
    }

    public Tensor multiply_(double value) {
        handle.mul_(new Scalar(value));
        return this;
    }

    public Tensor multiply_(Tensor other) {
        handle.mul_(other.handle);
        return this;
    }

    public Tensor add_(Tensor other, double factor) {
        handle.add_(other.handle, new Scalar(factor));
        return this;
    }

    public Tensor add_(double value) {
        handle.add_(new Scalar(value));
        return this;
    }

    public Tensor clamp_(double low, double high) {
        torch.clamp_(
                handle,
                new org.bytedeco.pytorch.ScalarOptional(new Scalar(low)),
                new org.bytedeco.pytorch.ScalarOptional(new Scalar(high)));
        return this;
    }

    /** {@code this = max(this, 0)}. */
    public Tensor relu_() {
        handle.relu_();
        return this;
    }

    public Tensor sqrt_() {
        handle.sqrt_();
        return this;
    }

    /** {@code this += weight * (target - this)}. */
    public Tensor lerp_(Tensor target, double weight) {
        handle.lerp_(target.handle, new Scalar(weight));
        return this;
    }

    /** {@code this += factor * a * b}. */
    public Tensor addProduct_(Tensor a, Tensor b, double factor) {
        handle.addcmul_(a.handle, b.handle, new Scalar(factor));
        return this;
    }

    /** {@code this += factor * a / b}. */
    public Tensor addQuotient_(Tensor a, Tensor b, double factor) {
        handle.addcdiv_(a.handle, b.handle, new Scalar(factor));
        return this;
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape()) + " " + dtype();
    }
}
