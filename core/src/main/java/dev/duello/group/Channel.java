package dev.duello.group;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** A connection between the leader and one other process. Any thread may send; one receives. Closed by whoever made it. */
final class Channel implements AutoCloseable {
    final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    Channel(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    void send(Message.Kind kind, String text) throws IOException {
        synchronized (out) {
            new Message(kind, text).write(out);
        }
    }

    /** The same where it does not matter whether the other still listens. */
    void trySend(Message.Kind kind, String text) {
        try {
            send(kind, text);
        } catch (IOException e) {
            // Whoever reads from the other notices.
        }
    }

    Message receive() throws IOException {
        return Message.read(in);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone all the same.
        }
    }
}
