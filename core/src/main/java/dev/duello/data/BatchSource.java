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

    @Override
    void close();
}
