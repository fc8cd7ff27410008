package dev.duello.torch;

import org.bytedeco.pytorch.GradMode;

/** Switches the recording of gradients on the current thread; closing restores what was before. */
public final class GradientMode implements AutoCloseable {
    private final boolean before;

    private GradientMode(boolean recording) {
        before = GradMode.is_enabled();
        GradMode.set_enabled(recording);
    }

    /** Operations from here to {@link #close()} record nothing: sampling, averages, optimizer updates. */
    public static GradientMode off() {
        Torch.load();
        return new GradientMode(false);
    }

    /** Whether nothing is recorded on the current thread. */
    public static boolean isOff() {
        return !GradMode.is_enabled();
    }

    @Override
    public void close() {
        GradMode.set_enabled(before);
    }
}
