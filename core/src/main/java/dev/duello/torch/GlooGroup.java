package dev.duello.torch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    /** How long the sum before took this member, in seconds. */
    private float last;

    private double sending;
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
        if (tensors.isEmpty()) {
            return;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            float[] own = new float[size];
            own[rank] = last;
            List<Tensor> all = new ArrayList<>(tensors);
            all.add(Tensors.of(own, size).toDeviceOf(tensors.getFirst()));
            Tensor flat = flat(all, wire);
            long before = nanos;
            timed(() -> group.allreduce(new TensorVector(flat.handle))._wait());
            long numbers = flat.elements() - size;
            count(flat.narrow(0, numbers, size).toFloats());
            last = (nanos - before) / 1e9f;
            putBack(flat, tensors);
        }
    }

    /** Of the sum before: whoever came last to it waited for nobody. @param seconds that it took each member */
    private void count(float[] seconds) {
        double least = Double.POSITIVE_INFINITY;
        for (float each : seconds) {
            least = Math.min(least, each);
        }
        sending += least;
    }

    @Override
    public void copy(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor flat = flat(tensors, DType.FLOAT32);
            long before = nanos;
            timed(() -> group.broadcast(new TensorVector(flat.handle))._wait());
            sending += (nanos - before) / 1e9;
            putBack(flat, tensors);
        }
    }

    /** One message, whose cost is mostly per call; in the memory of the CPU, where Gloo computes. */
    private static Tensor flat(List<Tensor> tensors, DType type) {
        return Tensors.concatenate(
                        tensors.stream()
                                .map(tensor -> tensor.reshape(-1).to(type))
                                .toList(),
                        0)
                .to(Device.CPU);
    }

    private static void putBack(Tensor flat, List<Tensor> tensors) {
        long from = 0;
        for (Tensor tensor : tensors) {
            tensor.copyFrom_(flat.narrow(0, from, tensor.elements()).reshape(tensor.shape()));
            from += tensor.elements();
        }
    }

    private void timed(Runnable call) {
        long before = System.nanoTime();
        try {
            call.run();
        } catch (RuntimeException e) {
            throw new TorchException("a member of the group is gone or does not answer: " + firstLine(e), e);
        } finally {
            nanos += System.nanoTime() - before;
        }
    }

    @Override
    public double seconds() {
        return nanos / 1e9;
    }

    @Override
    public double sending() {
        return sending;
    }

    @Override
    public void close() {
        natives().forEach(Pointer::releaseReference);
    }
}
