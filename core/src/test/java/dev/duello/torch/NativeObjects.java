package dev.duello.torch;

/** Makes {@link Torch#liveObjects()} comparable: what other tests left to the garbage collector is gone first. */
public final class NativeObjects {
    private NativeObjects() {}

    /** The count, once it stands still. */
    public static long settled() throws InterruptedException {
        Torch.load();
        long before;
        do {
            before = Torch.liveObjects();
            System.gc();
            Thread.sleep(50);
        } while (Torch.liveObjects() != before);
        return before;
    }
}
