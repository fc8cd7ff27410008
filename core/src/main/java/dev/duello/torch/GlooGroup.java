package dev.duello.torch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.ReduceOp;
import org.bytedeco.pytorch.TensorVector;

/**
 * A process group over libtorch's Gloo: TCP connections between processes of one or several machines, neither encrypted nor
 * authenticated. Not thread-safe.
 */
public final class GlooGroup implements ProcessGroup {
    private final int rank;
    private final int size;
    // The native group refers to these; they live as long as it.
    private final FileStore store;
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
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException("rank " + rank + " of a group of " + size);
        }
        Torch.load();
        return new GlooGroup(meeting, rank, size, host, timeout);
    }

    private GlooGroup(Path meeting, int rank, int size, String host, Duration timeout) {
        this.rank = rank;
        this.size = size;
        try (var _ = TensorScope.open()) {
            store = new FileStore(meeting.toAbsolutePath().toString(), size);
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

    private static String firstLine(RuntimeException e) {
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
    public void average(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            // One message, whose cost is mostly per call.
            Tensor flat = Tensors.concatenate(
                    tensors.stream().map(tensor -> tensor.reshape(-1)).toList(), 0);
            try {
                AllreduceOptions mean = new AllreduceOptions().reduceOp(new ReduceOp(ReduceOp.RedOpType.AVG));
                group.allreduce(new TensorVector(flat.handle), mean)._wait();
            } catch (RuntimeException e) {
                throw new TorchException("a member of the group is gone or does not answer: " + firstLine(e), e);
            }
            long from = 0;
            for (Tensor tensor : tensors) {
                tensor.copyFrom_(flat.narrow(0, from, tensor.elements()).reshape(tensor.shape()));
                from += tensor.elements();
            }
        }
    }

    @Override
    public void close() {
        natives().forEach(Pointer::releaseReference);
    }
}
