package dev.duello.app.studio.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Broadcasts events to all listeners. Whoever publishes never waits: a listener that does not keep up is dropped, and finds what
 * it missed in a bounded memory of the last messages when it comes back.
 */
public final class EventBroadcaster {
    private static final int REMEMBERED = 512;
    private static final int QUEUE = 256;
    private static final int MAX_LISTENERS = 64;

    private final String epoch = Long.toString(System.currentTimeMillis(), 36);
    private final Deque<Message> last = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private long count;

    /**
     * One piece of news.
     *
     * @param topic whom it concerns; an empty text concerns all
     * @param data JSON on one line
     */
    record Message(String id, String type, String topic, String data) {}

    /** A bounded queue of messages for one client. */
    final class Listener implements AutoCloseable {
        private final Set<String> topics;
        private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE + REMEMBERED);
        private volatile boolean dropped;
        private volatile @Nullable Runnable whenDropped;

        private Listener(Set<String> topics) {
            this.topics = topics;
        }

        private boolean wants(Message message) {
            return message.topic.isEmpty() || topics.contains(message.topic);
        }

        /** The next message, or null when there was none for a while. */
        @Nullable
        Message next(long milliseconds) throws InterruptedException {
            return queue.poll(milliseconds, TimeUnit.MILLISECONDS);
        }

        boolean isDropped() {
            return dropped;
        }

        /** What wakes a writer that hangs on a client that reads no more. */
        void whenDropped(Runnable action) {
            whenDropped = action;
        }

        private void drop() {
            dropped = true;
            Runnable action = whenDropped;
            if (action != null) {
                Thread.startVirtualThread(action);
            }
        }

        @Override
        public void close() {
            synchronized (EventBroadcaster.this) {
                listeners.remove(this);
            }
        }
    }

    public synchronized boolean hasListeners() {
        return !listeners.isEmpty();
    }

    public synchronized void publish(String type, String topic, String data) {
        count++;
        Message message = new Message(epoch + "-" + count, type, topic, data);
        last.addLast(message);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
        listeners.removeIf(listener -> {
            if (listener.wants(message) && !listener.queue.offer(message)) {
                listener.drop();
                return true;
            }
            return false;
        });
    }

    /**
     * Listens from now on, or from just after a message that was the last one heard. When that is forgotten, the first message is
     * {@code reset}: whatever the client knows, it must ask for it anew.
     *
     * @throws HttpException when there are too many already
     */
    synchronized Listener listen(Set<String> topics, @Nullable String lastId) {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new HttpException(503, "Too many pages are watching already.");
        }
        Listener listener = new Listener(topics);
        if (lastId != null && !lastId.equals(epoch + "-" + count)) {
            if (last.stream().anyMatch(message -> message.id.equals(lastId))) {
                last.stream()
                        .dropWhile(message -> !message.id.equals(lastId))
                        .skip(1)
                        .filter(listener::wants)
                        .forEach(listener.queue::add);
            } else {
                listener.queue.add(new Message(epoch + "-" + count, "reset", "", "{}"));
            }
        }
        listeners.add(listener);
        return listener;
    }
}
