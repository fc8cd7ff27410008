package dev.duello.group;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.DType;
import dev.duello.torch.MeetingStore;
import dev.duello.torch.TorchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The part of every process but the first: it does what the leader tells it. */
public final class Follower extends Membership {
    /** After a sum failed, for the leader to say whose fault it was. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Channel channel;
    private final String leader;
    private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
    private volatile long heard = System.nanoTime();

    /** What the leader told. */
    public record Word(String name, String text) {}

    private Follower(Place place, Options options, Channel channel, String leader) {
        super(place, options);
        this.channel = channel;
        this.leader = named(0, place.size(), leader);
    }

    static Follower follow(Place place, Options options) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            MeetingStore store = opened.add(meet(place, options));
            String[] address;
            try {
                address = Leader.address(store);
            } catch (TorchException e) {
                throw new GroupException(
                        "Rank 0 did not come to " + place.host() + ":" + place.port() + " within "
                                + seconds(options.timeout().multipliedBy(JOINING)) + ".",
                        e);
            }
            // The time-out and the wire of the leader hold for all.
            Options common = new Options(
                    Duration.ofMillis(Long.parseLong(address[2])),
                    DType.valueOf(address[3]),
                    options.version(),
                    options.giveUp());
            Socket socket = new Socket();
            Channel channel = opened.add(connect(socket, place, Integer.parseInt(address[0]), common.timeout()));
            channel.send(Message.Kind.HELLO, address[1] + " " + place.rank() + " " + common.version() + " " + self());
            Message welcome = channel.receive();
            if (welcome.kind() == Message.Kind.FAULT) {
                throw new GroupException(welcome.text());
            }
            Follower follower = new Follower(place, common, channel, welcome.text());
            follower.listen();
            follower.connect(store, socket.getLocalAddress(), common.wire());
            opened.succeeded();
            return follower;
        } catch (IOException e) {
            throw new GroupException(
                    "Rank 0 at " + place.host() + " was there, but ended or did not let rank " + place.rank() + " in: "
                            + e.getMessage() + ".",
                    e);
        }
    }

    private static Channel connect(Socket socket, Place place, int port, Duration timeout) throws IOException {
        socket.connect(new InetSocketAddress(place.host(), port), Math.toIntExact(timeout.toMillis()));
        return new Channel(socket);
    }

    private void listen() {
        Thread.ofPlatform().daemon().name("group-rank-0").start(this::receive);
        daemon("group-watch", this::watch);
    }

    private void receive() {
        try {
            while (true) {
                Message message = channel.receive();
                heard = System.nanoTime();
                switch (message.kind()) {
                    case WORD -> {
                        int end = message.text().indexOf('\n');
                        words.add(new Word(
                                message.text().substring(0, end), message.text().substring(end + 1)));
                    }
                    case FAULT -> declare(message.text());
                    case BYE -> {
                        // What it told before is done first; whoever then waits for more is told.
                        words.add(new Word("", ""));
                        return;
                    }
                    case HELLO, BEAT, WISH, LOST -> {}
                }
            }
        } catch (IOException e) {
            declare(leader + " is gone: it ended without a word, or its connection was cut.");
        }
    }

    private void watch() throws InterruptedException {
        while (!isOver() && fault() == null) {
            channel.trySend(Message.Kind.BEAT, pace().text());
            if (System.nanoTime() - heard > timeout.toNanos()) {
                declare(leader + " has not answered for " + seconds(timeout) + ".");
            }
            TimeUnit.MILLISECONDS.sleep(interval().toMillis());
        }
    }

    @Override
    GroupException lost(String reason) {
        channel.trySend(Message.Kind.LOST, reason);
        awaitFault(PATIENCE);
        throwFault();
        return new GroupException("The connections between the processes failed: " + reason + ".");
    }

    /**
     * Waits for what the leader tells next, as long as it is alive.
     *
     * @throws GroupException when the group is broken, or the leader left without a word of the end
     */
    public Word next() {
        try {
            while (true) {
                @Nullable Word word = words.poll(100, TimeUnit.MILLISECONDS);
                if (word != null && word.name().isEmpty()) {
                    // It may have said why before it left.
                    throwFault();
                    throw new GroupException(leader + " ended; its own output says why.");
                }
                if (word != null) {
                    return word;
                }
                throwFault();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GroupException("Interrupted.", e);
        }
    }

    /** Tells the leader that this process is ready to begin. */
    public void ready() {
        channel.trySend(Message.Kind.WORD, "ready\n");
    }

    /** Tells the leader that somebody wants the training to stop. */
    public void wish() {
        channel.trySend(Message.Kind.WISH, "");
    }

    /** Tells the leader why this process cannot go on, so that all others end as well. */
    public void fail(String sentence) {
        channel.trySend(Message.Kind.FAULT, sentence);
    }

    @Override
    public void close() {
        channel.trySend(Message.Kind.BYE, "");
        super.close();
        channel.close();
    }
}
