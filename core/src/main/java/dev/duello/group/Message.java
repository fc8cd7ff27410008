package dev.duello.group;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What one process says to another.
 *
 * @param text what it means, in the form of its kind
 */
record Message(Kind kind, String text) {
    /** Longer than any experiment. */
    private static final int LONGEST = 1 << 26;

    enum Kind {
        /** Who it is: the first of a process to the leader, and the answer. */
        HELLO,
        /** Something of the training, as {@code name\ntext}. */
        WORD,
        /** That it is alive, and how far: a {@link Pace}. */
        BEAT,
        /** That somebody wants the training to stop. */
        WISH,
        /** That it waited for a sum in vain; the leader finds out for whom. */
        LOST,
        /** That the group cannot go on, and why. */
        FAULT,
        /** That it leaves in order. */
        BYE
    }

    void write(DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(kind.ordinal());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** Waits for one. @throws IOException when the other is gone or is no Duello */
    static Message read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int length = in.readInt();
        if (kind >= Kind.values().length || length < 0 || length > LONGEST) {
            throw new IOException("what came is no message");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended within a message");
        }
        return new Message(Kind.values()[kind], new String(bytes, StandardCharsets.UTF_8));
    }
}
