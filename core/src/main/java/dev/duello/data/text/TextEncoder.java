package dev.duello.data.text;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes stored samples of strings. May be used by several threads. */
public final class TextEncoder {
    private final TextFormat format;
    private final Map<Integer, Integer> indices;
    private final @Nullable Integer replacement;

    public TextEncoder(TextFormat format) {
        this.format = format;
        indices = format.alphabet().indices();
        replacement = indices.get(Alphabet.REPLACEMENT);
    }

    /**
     * @param line as {@link TextLines} gives it; of a longer one than the format's the beginning counts
     * @return its stored form, or null when it has a character that the alphabet does not have and nothing stands for
     */
    public byte @Nullable [] encode(String line) {
        byte[] stored = new byte[format.bytes()];
        int place = 0;
        for (int at = 0; at < line.length() && place < format.length(); place++) {
            int point = line.codePointAt(at);
            at += Character.charCount(point);
            Integer index = indices.get(point);
            if (index == null) {
                index = replacement;
            }
            if (index == null) {
                return null;
            }
            stored[2 * place] = index.byteValue();
            stored[2 * place + 1] = (byte) (index >> 8);
        }
        return stored;
    }

    /** The first character that the alphabet does not have, or -1 when there is none. */
    public int unknownIn(String line) {
        return line.codePoints()
                .limit(format.length())
                .filter(point -> !indices.containsKey(point))
                .findFirst()
                .orElse(-1);
    }
}
