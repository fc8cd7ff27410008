package dev.duello.data.text;

import dev.duello.data.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.function.Consumer;

/**
 * The lines of a text file: UTF-8, with or without a byte order mark, lines ended by LF, CR or CR LF. Space at both ends of a line is
 * left out, runs of space inside become one space, empty lines are passed over, and characters are composed (Unicode form NFC), so that
 * what looks the same is the same.
 */
public final class TextLines {
    /** Characters of a line that are kept: more than any format holds, so that a file without line breaks costs no memory. */
    static final int KEPT = 4 * TextFormat.LONGEST;

    private static final int BUFFER = 1 << 14;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private TextLines() {}

    /**
     * Gives each line that is not empty, in order.
     *
     * @param file all bytes, which may be damaged or hostile
     * @throws UnreadableFileException when they are not text; lines before the place may have been given
     */
    public static void read(byte[] file, Consumer<String> lines) throws UnreadableFileException {
        refuseOtherEncodings(file);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(file);
        CharBuffer buffer = CharBuffer.allocate(BUFFER);
        Splitter splitter = new Splitter(lines);
        while (true) {
            CoderResult result = decoder.decode(bytes, buffer, true);
            buffer.flip();
            splitter.accept(buffer);
            buffer.clear();
            if (result.isUnderflow()) {
                break;
            }
            if (result.isError()) {
                throw new UnreadableFileException("it is not UTF-8: line " + splitter.line
                        + " has bytes that are no character; convert it, for example with iconv");
            }
        }
        splitter.finish();
    }

    private static void refuseOtherEncodings(byte[] file) throws UnreadableFileException {
        int first = file.length < 2 ? 0 : (file[0] & 0xff) << 8 | file[1] & 0xff;
        if (first == 0xFEFF || first == 0xFFFE) {
            throw new UnreadableFileException("it is UTF-16; convert it to UTF-8, for example with iconv");
        }
    }

    /** A line as it is kept: composed, without space at its ends and with single spaces inside. */
    static String cleaned(CharSequence line) {
        StringBuilder text = new StringBuilder(line.length());
        boolean space = false;
        for (int at = 0; at < line.length(); ) {
            int point = Character.codePointAt(line, at);
            at += Character.charCount(point);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                space = true;
            } else if (Character.isISOControl(point) || !Alphabet.isAllowed(point)) {
                continue;
            } else {
                if (space && !text.isEmpty()) {
                    text.append(' ');
                }
                space = false;
                text.appendCodePoint(point);
            }
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static final class Splitter {
        private final Consumer<String> lines;
        private final StringBuilder current = new StringBuilder();
        private long line = 1;
        private boolean afterReturn;
        private boolean first = true;

        Splitter(Consumer<String> lines) {
            this.lines = lines;
        }

        void accept(CharBuffer some) throws UnreadableFileException {
            while (some.hasRemaining()) {
                char c = some.get();
                if (first && c == BYTE_ORDER_MARK) {
                    first = false;
                    continue;
                }
                first = false;
                if (c == 0) {
                    throw new UnreadableFileException("it is not text: line " + line + " has a NUL character");
                }
                if (c == '\n' && afterReturn) {
                    afterReturn = false;
                    continue;
                }
                afterReturn = c == '\r';
                if (c == '\n' || c == '\r') {
                    finish();
                    line++;
                } else if (current.length() < KEPT) {
                    current.append(c);
                }
            }
        }

        void finish() {
            // Half of a pair may be left where a long line was cut.
            if (!current.isEmpty() && Character.isHighSurrogate(current.charAt(current.length() - 1))) {
                current.setLength(current.length() - 1);
            }
            String text = cleaned(current);
            current.setLength(0);
            if (!text.isEmpty()) {
                lines.accept(text);
            }
        }
    }
}
