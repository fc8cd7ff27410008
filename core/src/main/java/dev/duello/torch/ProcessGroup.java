package dev.duello.torch;

import java.util.List;

/**
 * The processes that train one network together. Every member calls the same operations in the same order; each call waits for
 * the others. Whoever makes it closes it.
 */
public interface ProcessGroup extends AutoCloseable {
    /** The group of a process that trains alone. */
    ProcessGroup SINGLE = new ProcessGroup() {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public DType wire() {
            return DType.FLOAT32;
        }

        @Override
        public void sum(List<Tensor> tensors, DType wire) {}

        @Override
        public void copy(List<Tensor> tensors) {}

        @Override
        public double seconds() {
            return 0;
        }

        @Override
        public double sending() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** The number of this member, 0 to {@code size() - 1}. */
    int rank();

    /** Members. */
    int size();

    /** The type that gradients are to be sent and added in, {@link DType#FLOAT32} or {@link DType#BFLOAT16}. */
    DType wire();

    /**
     * Replaces each tensor by its sum over all members, the same to the bit for every member, and for every call with the same
     * numbers in a group of the same size.
     *
     * @param tensors float32, of the same shapes and order for every member
     * @param wire the type that numbers are sent and added in: each share, and each partial sum, is rounded to it
     * @throws TorchException when a member is gone or does not answer in time; the group is of no use afterwards
     */
    void sum(List<Tensor> tensors, DType wire);

    /**
     * Replaces each tensor by that of member 0.
     *
     * @param tensors float32, of the same shapes and order for every member
     * @throws TorchException as {@link #sum}
     */
    void copy(List<Tensor> tensors);

    /** How long this member has been sending, receiving and waiting for others, in all calls so far. */
    double seconds();

    /**
     * How much of it, until the call before the last, was sending and receiving: what each call took the member that came last to it. The
     * rest was waiting for that one. Copies count as a whole.
     */
    double sending();

    @Override
    void close();
}
