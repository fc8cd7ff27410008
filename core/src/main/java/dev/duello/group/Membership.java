package dev.duello.group;

import dev.duello.torch.DType;
import dev.duello.torch.GlooGroup;
import dev.duello.torch.MeetingStore;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Tensor;
import dev.duello.torch.TorchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of this process in a group that trains together: its {@link Place}, the sums over all, and a line between the first process
 * and each other, over which they say that they are alive. Where one is gone, silent for longer than the time-out or stuck, every other
 * learns which one it is, and its next use of the group throws a {@link GroupException} that says so. Whoever joins closes it.
 */
public abstract sealed class Membership implements AutoCloseable permits Leader, Follower {
    /** How long the main thread may take to notice that the group is broken. */
    private static final long GRACE_SECONDS = 10;

    /** In joining, processes may start so many times later than they may answer. */
    static final int JOINING = 5;

    final Place place;
    final Duration timeout;
    private final AtomicReference<@Nullable GroupException> fault = new AtomicReference<>();
    private final CountDownLatch broken = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Consumer<String> giveUp;
    private final AtomicLong sums = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private volatile double training;
    private volatile double waiting;
    private volatile double sending;
    private @Nullable MeetingStore store;
    private @Nullable GlooGroup gloo;
    private final ProcessGroup group = new Watched();

    /** @param giveUp see {@link Options} */
    Membership(Place place, Options options) {
        this.place = place;
        this.timeout = options.timeout;
        this.giveUp = options.giveUp;
    }

    /**
     * How to take part.
     *
     * @param timeout how long a process may be silent, or let others wait for a sum
     * @param wire see {@link ProcessGroup#wire}; of the leader it holds for all
     * @param version of Duello, which must be the same in all
     * @param giveUp called with a sentence when the group is broken and the main thread hangs in it: must end the process
     */
    public record Options(Duration timeout, DType wire, String version, Consumer<String> giveUp) {}

    /**
     * Meets the others, and waits for all of them, for up to five times the time-out.
     *
     * @throws GroupException when they do not come, or are not of this version
     */
    public static Membership join(Place place, Options options) {
        return place.isLeader() ? Leader.lead(place, options) : Follower.follow(place, options);
    }

    static MeetingStore meet(Place place, Options options) {
        boolean isKept = place.isLeader() && !place.isStoreKept();
        if (!isKept) {
            awaitListener(place, options);
        }
        try {
            return MeetingStore.open(
                    place.host(),
                    place.port(),
                    isKept,
                    "duello/" + place.attempt(),
                    options.timeout.multipliedBy(JOINING));
        } catch (TorchException e) {
            throw new GroupException(
                    isKept
                            ? "The processes cannot meet at port " + place.port() + " of " + place.host()
                                    + ": it is taken, or it is not this machine. Set another MASTER_PORT, or the right MASTER_ADDR."
                            : notReached(place, options),
                    e);
        }
    }

    private static String notReached(Place place, Options options) {
        return "Rank 0 was not reached at " + place.host() + ":" + place.port() + " within "
                + seconds(options.timeout.multipliedBy(JOINING)) + ": it did not start, or a firewall is between.";
    }

    /** The native store would fill the standard error while nobody listens yet. */
    private static void awaitListener(Place place, Options options) {
        long end = System.nanoTime() + options.timeout.multipliedBy(JOINING).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(place.host(), place.port()), Math.toIntExact(options.timeout.toMillis()));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new GroupException(notReached(place, options), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GroupException("Interrupted.", e);
            }
        }
    }

    /** The last part of joining, of all at the same time. @param address of this process, at which others reach it */
    final void connect(MeetingStore meeting, InetAddress address, DType wire) {
        store = meeting;
        try {
            gloo = GlooGroup.meet(meeting, place.rank(), place.size(), address.getHostAddress(), timeout, wire);
        } catch (TorchException e) {
            throw new GroupException(
                    "The processes found each other, but their connections for sums failed (" + e.getMessage()
                            + "): every machine must reach every other on all ports.",
                    e);
        }
    }

    public final Place place() {
        return place;
    }

    /** The sums over all. Its calls throw a {@link GroupException} when the group is broken. */
    public final ProcessGroup group() {
        return group;
    }

    /** To be told of each step. @param share samples that this process computed @param seconds that it took */
    public final void stepped(long share, double seconds) {
        rows.addAndGet(share);
        training += seconds;
    }

    final Pace pace() {
        return new Pace(sums.get(), rows.get(), training, waiting, sending);
    }

    /** Says to whoever decides that this process waited in vain, and why the group is broken. */
    abstract GroupException lost(String reason);

    /** After something else failed: throws the reason where that is that the group is broken. */
    public final void explain() {
        throwFault();
    }

    /** The group is broken. Only the first reason counts. */
    final void declare(String sentence) {
        if (over.getCount() == 0 || !fault.compareAndSet(null, new GroupException(sentence))) {
            return;
        }
        broken.countDown();
        onFault(sentence);
        daemon("group-end", () -> {
            if (!over.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                giveUp.accept(sentence);
            }
        });
    }

    /** What else to do when the group is broken. */
    void onFault(String sentence) {}

    final @Nullable GroupException fault() {
        return fault.get();
    }

    final void throwFault() {
        GroupException known = fault.get();
        if (known != null) {
            throw new GroupException(String.valueOf(known.getMessage()), known);
        }
    }

    /** Waits a while for the group to be found broken. */
    final void awaitFault(Duration time) {
        try {
            broken.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    final boolean isOver() {
        return over.getCount() == 0;
    }

    /** Between two signs of life. */
    final Duration interval() {
        Duration often = timeout.dividedBy(6);
        return often.compareTo(Duration.ofSeconds(1)) < 0 ? often : Duration.ofSeconds(1);
    }

    /** A thread that ends with the process. */
    static void daemon(String name, Task task) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Something that waits. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1e3 + " s";
    }

    /** This machine and process, for a person who looks for it. */
    static String self() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        return ProcessHandle.current().pid() + " " + host;
    }

    static String named(int rank, int size, String self) {
        String[] parts = self.split(" ", 2);
        return "Rank " + rank + " of " + size + " (process " + parts[0] + (parts.length > 1 ? " on " + parts[1] : "")
                + ")";
    }

    @Override
    public void close() {
        over.countDown();
        if (gloo != null) {
            gloo.close();
        }
        if (store != null) {
            store.close();
        }
    }

    /** Counts sums, and says in words what went wrong. */
    private final class Watched implements ProcessGroup {
        private GlooGroup inner() {
            throwFault();
            if (gloo == null) {
                throw new IllegalStateException("not yet joined");
            }
            return gloo;
        }

        @Override
        public int rank() {
            return place.rank();
        }

        @Override
        public int size() {
            return place.size();
        }

        @Override
        public DType wire() {
            return inner().wire();
        }

        @Override
        public void sum(List<Tensor> tensors, DType wire) {
            GlooGroup all = inner();
            watch(all, () -> all.sum(tensors, wire));
        }

        @Override
        public void copy(List<Tensor> tensors) {
            GlooGroup all = inner();
            watch(all, () -> all.copy(tensors));
        }

        private void watch(GlooGroup all, Runnable call) {
            sums.incrementAndGet();
            try {
                call.run();
            } catch (TorchException e) {
                GroupException reason = lost(String.valueOf(e.getMessage()));
                reason.addSuppressed(e);
                throw reason;
            } finally {
                waiting = all.seconds();
                sending = all.sending();
            }
        }

        @Override
        public double seconds() {
            return waiting;
        }

        @Override
        public double sending() {
            return sending;
        }

        @Override
        public void close() {}
    }
}
