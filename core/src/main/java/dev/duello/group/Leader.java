package dev.duello.group;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.MeetingStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The part of process 0: it tells the others what to do, and finds out who is missing. */
public final class Leader extends Membership {
    /** After a sum failed: a process that died is noticed within milliseconds, on its line. */
    private static final Duration CERTAINTY = Duration.ofSeconds(2);

    private static final String ADDRESS = "leader";

    private final Map<Integer, Other> others = new ConcurrentHashMap<>();
    private final String self = self();
    private final CountDownLatch ready;
    private volatile @Nullable Runnable onWish;
    private volatile boolean isWished;
    private Pace before = Pace.NONE;

    /** One of the others. */
    private final class Other {
        final int rank;
        final String self;
        final Channel channel;
        volatile long heard = System.nanoTime();
        volatile Pace pace = Pace.NONE;
        volatile boolean left;
        Pace before = Pace.NONE;

        Other(int rank, String self, Channel channel) {
            this.rank = rank;
            this.self = self;
            this.channel = channel;
        }

        String named() {
            return Membership.named(rank, place.size(), self);
        }

        void listen() {
            try {
                while (true) {
                    Message message = channel.receive();
                    heard = System.nanoTime();
                    switch (message.kind()) {
                        case BEAT -> pace = Pace.of(message.text());
                        case WORD -> ready.countDown();
                        case WISH -> wish();
                        case LOST -> daemon("group-verdict", () -> declare(verdict(message.text())));
                        case FAULT -> declare(named() + " failed: " + message.text());
                        case BYE -> left = true;
                        case HELLO -> {}
                    }
                }
            } catch (IOException | NumberFormatException e) {
                if (!left) {
                    declare(named() + " is gone: it ended without a word, or its connection was cut.");
                }
            }
        }
    }

    private Leader(Place place, Options options) {
        super(place, options);
        ready = new CountDownLatch(place.size() - 1);
    }

    static Leader lead(Place place, Options options) {
        Leader leader = new Leader(place, options);
        try (CloseOnFailure opened = new CloseOnFailure()) {
            MeetingStore store = opened.add(meet(place, options));
            try (ServerSocket server = new ServerSocket()) {
                server.bind(new InetSocketAddress(listening(place.host()), 0), place.size());
                long secret = new SecureRandom().nextLong();
                store.put(
                        ADDRESS,
                        server.getLocalPort() + " " + secret + " "
                                + options.timeout().toMillis() + " " + options.wire());
                InetAddress address = leader.accept(server, secret, options.version());
                leader.welcome();
                leader.connect(store, address, options.wire());
            }
            opened.succeeded();
            return leader;
        } catch (IOException e) {
            leader.close();
            throw new GroupException("The processes cannot meet at " + place.host() + ": " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            leader.close();
            throw e;
        }
    }

    /** How to reach the leader, as {@link #lead} put it into the store: port, secret, time-out and wire. */
    static String[] address(MeetingStore store) {
        return store.await(ADDRESS).split(" ");
    }

    /** Where the others are told to come to, so that nobody else is listened to; all interfaces where that is a name of others. */
    private static @Nullable InetAddress listening(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return NetworkInterface.getByInetAddress(address) == null ? null : address;
    }

    /** Waits for all others. @return the address at which they reached this process */
    private InetAddress accept(ServerSocket server, long secret, String version) throws IOException {
        long end = System.nanoTime() + timeout.multipliedBy(JOINING).toNanos();
        InetAddress address = InetAddress.getLoopbackAddress();
        while (others.size() < place.size() - 1) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new GroupException(missing() + " did not come within " + seconds(timeout.multipliedBy(JOINING))
                        + ": look into its own output.");
            }
            server.setSoTimeout(Math.toIntExact(left));
            Socket socket;
            try {
                socket = server.accept();
            } catch (SocketTimeoutException e) {
                continue;
            }
            address = socket.getLocalAddress();
            greet(new Channel(socket), secret, version);
        }
        return address;
    }

    /** Lets in whoever knows the secret. */
    private void greet(Channel channel, long secret, String version) throws IOException {
        channel.socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        String[] parts;
        try {
            parts = channel.receive().text().split(" ", 4);
        } catch (IOException e) {
            channel.close();
            return;
        }
        channel.socket.setSoTimeout(0);
        if (parts.length < 4 || !parts[0].equals(String.valueOf(secret))) {
            channel.close();
            return;
        }
        int rank = Integer.parseInt(parts[1]);
        String itsVersion = parts[2];
        Other other = new Other(rank, parts[3], channel);
        String wrong = others.containsKey(rank) || rank < 1 || rank >= place.size()
                ? "Two processes came as rank " + rank + " of " + place.size() + ": each needs a number of its own."
                : !itsVersion.equals(version)
                        ? other.named() + " runs Duello " + itsVersion + ", and rank 0 runs " + version
                                + ": all processes must run the same."
                        : null;
        if (wrong != null) {
            channel.trySend(Message.Kind.FAULT, wrong);
            others.values().forEach(each -> each.channel.trySend(Message.Kind.FAULT, wrong));
            throw new GroupException(wrong);
        }
        others.put(rank, other);
    }

    private String missing() {
        List<String> ranks = IntStream.range(1, place.size())
                .filter(rank -> !others.containsKey(rank))
                .mapToObj(String::valueOf)
                .toList();
        return (ranks.size() == 1 ? "Rank " : "Ranks ") + String.join(", ", ranks) + " of " + place.size();
    }

    private void welcome() throws IOException {
        for (Other other : others.values()) {
            other.channel.send(Message.Kind.HELLO, self);
            other.heard = System.nanoTime();
            Thread.ofPlatform().daemon().name("group-rank-" + other.rank).start(other::listen);
        }
        daemon("group-watch", this::watch);
    }

    /** Says that it is alive, and looks whether the others are. */
    private void watch() throws InterruptedException {
        while (!isOver() && fault() == null) {
            others.values().forEach(other -> other.channel.trySend(Message.Kind.BEAT, pace().text()));
            long now = System.nanoTime();
            for (Other other : others.values()) {
                if (!other.left && now - other.heard > timeout.toNanos()) {
                    declare(other.named() + " has not answered for " + seconds(timeout) + ".");
                }
            }
            TimeUnit.MILLISECONDS.sleep(interval().toMillis());
        }
    }

    @Override
    GroupException lost(String reason) {
        declare(verdict(reason));
        throwFault();
        return new GroupException(reason);
    }

    /** Who let the others wait: somebody who is gone, or whoever has come least far. */
    private String verdict(String reason) {
        awaitFault(CERTAINTY);
        GroupException known = fault();
        if (known != null) {
            return String.valueOf(known.getMessage());
        }
        Map<Integer, Long> sums = new TreeMap<>();
        sums.put(0, pace().sums());
        others.values().forEach(other -> sums.put(other.rank, other.pace.sums()));
        long most = sums.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long least = sums.values().stream().mapToLong(Long::longValue).min().orElse(0);
        if (least == most) {
            return "The connections between the processes failed: " + reason + ".";
        }
        String late = sums.entrySet().stream()
                .filter(entry -> entry.getValue() == least)
                .map(entry -> entry.getKey() == 0
                        ? named(0, place.size(), self)
                        : others.get(entry.getKey()).named())
                .collect(Collectors.joining(" and "));
        return late + " did not come to a sum that others waited " + seconds(timeout)
                + " for: it is stuck, or slower than machine.group.timeout allows.";
    }

    @Override
    void onFault(String sentence) {
        others.values().forEach(other -> other.channel.trySend(Message.Kind.FAULT, sentence));
    }

    private void wish() {
        isWished = true;
        Runnable known = onWish;
        if (known != null) {
            known.run();
        }
    }

    /** What to do when somebody asks one of the others to stop. */
    public void onWish(Runnable action) {
        onWish = action;
        if (isWished) {
            action.run();
        }
    }

    /**
     * Tells all others something.
     *
     * @throws GroupException when the group is broken
     */
    public void tell(String name, String text) {
        throwFault();
        for (Other other : others.values()) {
            try {
                other.channel.send(Message.Kind.WORD, name + "\n" + text);
            } catch (IOException e) {
                declare(other.named() + " is gone: it ended without a word, or its connection was cut.");
                throwFault();
            }
        }
    }

    /** Waits until all others are ready, as long as they are alive. @throws GroupException when the group is broken */
    public void awaitReady() {
        try {
            while (!ready.await(100, TimeUnit.MILLISECONDS)) {
                throwFault();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GroupException("Interrupted.", e);
        }
    }

    /** Says why this process cannot go on, so that all others end as well. */
    public void fail(String sentence) {
        declare(named(0, place.size(), self) + " failed: " + sentence);
    }

    /** How fast each process trained since the last call, by rank. */
    public List<Speed> speeds() {
        List<Speed> speeds = new ArrayList<>();
        Pace own = pace();
        speeds.add(Speed.between(0, host(self), before, own));
        before = own;
        new TreeMap<>(others).values().forEach(other -> {
            Pace now = other.pace;
            speeds.add(Speed.between(other.rank, host(other.self), other.before, now));
            other.before = now;
        });
        return speeds;
    }

    private static String host(String self) {
        return self.substring(self.indexOf(' ') + 1);
    }

    @Override
    public void close() {
        GroupException known = fault();
        others.values().forEach(other -> {
            if (known != null) {
                // Whoever found out may not have told everybody yet.
                other.channel.trySend(Message.Kind.FAULT, String.valueOf(known.getMessage()));
            }
            other.channel.trySend(Message.Kind.BYE, "");
            other.left = true;
        });
        super.close();
        others.values().forEach(other -> other.channel.close());
    }
}
