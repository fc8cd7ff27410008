package dev.duello.torch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TensorVector;

/**
 * A process group over libtorch's Gloo: TCP connections between processes of one or several machines, neither encrypted nor
 * authenticated. Not thread-safe.
 */
public final class GlooGroup implements ProcessGroup {
    private final int rank;
    private final int size;
    private final DType wire;
    private long nanos;
    // The native group refers to these; they live as long as it.
    private final Store store;
    private final ProcessGroupGloo.Options options;
    private final ProcessGroupGloo group;

    /**
     * Meets the other members, and waits for all of them.
     *
     * @param meeting a file that does not exist yet, the same for all members, in a folder that all can write
     * @param host the address of this member's network interface, such as {@code 127.0.0.1}
     * @param timeout for each operation
     * @throws TorchException when they do not come in time
     */
    public static GlooGroup meet(Path meeting, int rank, int size, String host, Duration timeout) {
        Torch.load();
        try (var _ = TensorScope.open()) {
            Store file = new FileStore(meeting.toAbsolutePath().toString(), size);
            return new GlooGroup(file, rank, size, host, timeout, DType.FLOAT32);
        }
    }

    /**
     * The same through a store.
     *
     * @param wire see {@link #wire}
     */
    public static GlooGroup meet(MeetingStore meeting, int rank, int size, String host, Duration timeout, DType wire) {
        return new GlooGroup(meeting.store, rank, size, host, timeout, wire);
    }

    private GlooGroup(Store store, int rank, int size, String host, Duration timeout, DType wire) {
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException("rank " + rank + " of a group of " + size);
        }
        this.store = store;
        this.rank = rank;
        this.size = size;
        this.wire = wire;
        try (var _ = TensorScope.open()) {
            options = ProcessGroupGloo.Options.create(new Milliseconds(timeout.toMillis()));
            options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(host));
            group = new ProcessGroupGloo(store, rank, size, options);
            natives().forEach(Pointer::retainReference);
        } catch (RuntimeException e) {
            throw new TorchException(
                    "member " + rank + " did not meet the other " + (size - 1) + ": " + firstLine(e), e);
        }
    }

    /** The group before what it refers to. */
    private List<Pointer> natives() {
        return List.of(group, options, store);
    }

    static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DType wire() {
        return wire;
    }

    @Override
    public void sum(List<Tensor> tensors, DType wire) {
        exchange(tensors, wire, message -> group.allreduce(message)._wait());
    }

    @Override
    public void copy(List<Tensor> tensors) {
        exchange(tensors, DType.FLOAT32, message -> group.broadcast(message)._wait());
    }

    /** In one message, whose cost is mostly per call; through the memory of the CPU, where Gloo computes. */
    private void exchange(List<Tensor> tensors, DType wire, Consumer<TensorVector> call) {
        if (tensors.isEmpty()) {
            return;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor flat = Tensors.concatenate(
                            tensors.stream().map(tensor -> tensor.reshape(-1)).toList(), 0)
                    .to(wire)
                    .to(Device.CPU);
            long before = System.nanoTime();
            try {
                call.accept(new TensorVector(flat.handle));
            } catch (RuntimeException e) {
                throw new TorchException("a member of the group is gone or does not answer: " + firstLine(e), e);
            } finally {
                nanos += System.nanoTime() - before;
            }
            long from = 0;
            for (Tensor tensor : tensors) {
                tensor.copyFrom_(flat.narrow(0, from, tensor.elements()).reshape(tensor.shape()));
                from += tensor.elements();
            }
        }
    }

    @Override
    public double seconds() {
        return nanos / 1e9;
    }

    @Override
    public void close() {
        natives().forEach(Pointer::releaseReference);
    }
}
