package dev.duello.torch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a constructor has opened so far: closed, the last first, when the constructor fails half-way, and left open when it
 * succeeds. Use it with try-with-resources and end the block with {@link #succeeded}.
 */
public final class CloseOnFailure implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CloseOnFailure.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Takes something that was just opened, and returns it. */
    public <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** From here on everything belongs to whoever called. */
    public void succeeded() {
        opened.clear();
    }

    /** Closes what was added, unless all went well. What fails to close must not hide why the constructor failed. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("Something could not be closed after a failure", e);
            }
        }
    }
}
