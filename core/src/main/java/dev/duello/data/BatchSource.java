package dev.duello.data;

/** An endless row of batches, whose state is two numbers. Not thread-safe; whoever makes it closes it. */
public interface BatchSource extends AutoCloseable {
    /** The next batch. */
    Batch next();

    /** Samples given so far, or expected to have been given: the state to save. */
    long position();

    /** Continues as if {@code position} samples had been given. */
    void position(long position);

    /** Another order from here on, one for each number; 0 at first. State to save as well. */
    void variant(int variant);

    /**
     * From now on reads only the samples of one share of each batch; the others are 0. Labels, and what is decided by chance, stay those of the
     * whole batch. The samples of a batch may then be overwritten by those of the next. A source whose batches differ in size goes on to read all.
     *
     * @param from the first sample of the share
     * @param to the one behind the last, more than {@code from}
     */
    default void readOnly(int from, int to) {}

    @Override
    void close();
}
