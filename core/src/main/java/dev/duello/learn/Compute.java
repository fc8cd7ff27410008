package dev.duello.learn;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Torch;

/**
 * What a training computes on.
 *
 * @param threads of each operation, at least 1
 * @param group the processes that train together; {@link ProcessGroup#SINGLE} for one alone
 */
public record Compute(Device device, Precision precision, int threads, ProcessGroup group) {
    /** Makes the calling thread use these threads. Results are equal to the bit only for the same number. */
    public void useThreads() {
        Torch.setThreads(threads);
    }
}
