package dev.duello.app.studio.toy;

import dev.duello.app.studio.http.HttpException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The trainings of the pages that are open: a few at most, and none that nobody has looked at for a minute. */
public final class ToySessions implements AutoCloseable {
    private static final int MOST = 4;
    private static final long IDLE_SECONDS = 60;

    private final Map<String, ToySession> sessions = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Thread sweeper;

    public ToySessions() {
        sweeper = Thread.ofVirtual().name("studio-toy-sweeper").start(() -> {
            try {
                while (true) {
                    Thread.sleep(10_000);
                    sweep();
                }
            } catch (InterruptedException e) {
                // The studio is closing.
            }
        });
    }

    /** Begins a training. @return its name @throws HttpException when there are too many */
    synchronized String open(ToySettings settings) {
        sweep();
        if (sessions.size() >= MOST) {
            throw new HttpException(
                    503, MOST + " toy GANs are open already. Close one of their pages, and try again in a minute.");
        }
        byte[] secret = new byte[8];
        random.nextBytes(secret);
        String id = HexFormat.of().formatHex(secret);
        sessions.put(id, new ToySession(settings));
        return id;
    }

    synchronized ToySession get(String id) {
        ToySession session = sessions.get(id);
        if (session == null) {
            throw HttpException.notFound("This toy GAN was closed because its page was not visible.");
        }
        return session;
    }

    synchronized void close(String id) {
        ToySession session = sessions.remove(id);
        if (session != null) {
            session.close();
        }
    }

    private synchronized void sweep() {
        for (Iterator<ToySession> all = sessions.values().iterator(); all.hasNext(); ) {
            ToySession session = all.next();
            if (session.idleSeconds() > IDLE_SECONDS) {
                session.close();
                all.remove();
            }
        }
    }

    @Override
    public synchronized void close() {
        sweeper.interrupt();
        sessions.values().forEach(ToySession::close);
        sessions.clear();
    }
}
