package dev.duello.torch;

import java.time.Duration;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * Where the processes of a group find each other: libtorch's {@code TCPStore}, a few texts under names that one process keeps and
 * the others ask for over TCP. Whoever makes it closes it, after the group that met in it.
 */
public final class MeetingStore implements AutoCloseable {
    /** Holds the texts; the store with a prefix refers to it. */
    private final TCPStore server;

    final Store store;

    /**
     * Opens or asks for the store.
     *
     * @param host of the process that keeps it
     * @param port that it listens on, 1 to 65535
     * @param isKept whether this process keeps it
     * @param prefix of all names, so that a later group on the same store does not read what an earlier one wrote
     * @param timeout how long to try to reach it, and how long to wait for a text
     * @throws TorchException when the port is taken, or nobody keeps the store
     */
    public static MeetingStore open(String host, int port, boolean isKept, String prefix, Duration timeout) {
        Torch.load();
        return new MeetingStore(host, port, isKept, prefix, timeout);
    }

    private MeetingStore(String host, int port, boolean isKept, String prefix, Duration timeout) {
        try (var _ = TensorScope.open()) {
            TCPStoreOptions options = new TCPStoreOptions();
            // Unsigned in C++.
            options.port((short) port);
            options.isServer(isKept);
            options.waitWorkers(false);
            options.timeout(new Milliseconds(timeout.toMillis()));
            server = new TCPStore(host, options);
            store = new PrefixStore(prefix, server);
            server.retainReference();
            store.retainReference();
        } catch (RuntimeException e) {
            throw new TorchException(
                    (isKept ? "Nothing can listen on port " + port : "Nobody answers at " + host + ":" + port) + ": "
                            + GlooGroup.firstLine(e),
                    e);
        }
    }

    /** Keeps a text for the others. */
    public void put(String name, String text) {
        store.set(name, text);
    }

    /**
     * A text, as soon as somebody has put it there.
     *
     * @throws TorchException when nobody does in time
     */
    public String await(String name) {
        try {
            return store.get_to_str(name);
        } catch (RuntimeException e) {
            throw new TorchException("Nobody wrote '" + name + "': " + GlooGroup.firstLine(e), e);
        }
    }

    @Override
    public void close() {
        store.releaseReference();
        server.releaseReference();
    }
}
