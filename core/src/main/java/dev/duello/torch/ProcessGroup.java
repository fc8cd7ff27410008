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
        public void average(List<Tensor> tensors) {}

        @Override
        public void close() {}
    };

    /** The number of this member, 0 to {@code size() - 1}. */
    int rank();

    /** Members. */
    int size();

    /**
     * Replaces each tensor by its mean over all members, the same to the bit for every member.
     *
     * @param tensors float32, of the same shapes and order for every member
     * @throws TorchException when a member is gone or does not answer in time; the group is of no use afterwards
     */
    void average(List<Tensor> tensors);

    @Override
    void close();
}
