package dev.duello.data.text;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sha256;
import dev.duello.data.image.PngFiles;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts of one line each, stored as indices into an alphabet, int16, little-endian, with padding after the end. Networks see one
 * channel a character, padding being the first: 1 where the text has that character, else 0.
 *
 * @param length characters of the longest text, {@value #SHORTEST} to {@value #LONGEST}
 */
public record TextFormat(int length, Alphabet alphabet) implements SampleFormat {
    public static final int SHORTEST = 2;
    public static final int LONGEST = 1_024;

    private static final ValueLayout.OfShort INDEX =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HASH = 12;

    /** @throws DataException when the length is out of its range */
    public TextFormat {
        checkLength(length);
    }

    public static void checkLength(int length) {
        if (length < SHORTEST || length > LONGEST) {
            throw new DataException(
                    "The length of a text must be " + SHORTEST + " to " + LONGEST + " characters, not " + length + ".");
        }
    }

    /** The format of a set of texts. @throws DataException when the set is of another medium */
    public static TextFormat of(Dataset set) {
        if (set.format() instanceof TextFormat format) {
            return format;
        }
        throw new DataException("This works on texts only, and " + set.name() + " holds "
                + set.format().medium().plural() + ".");
    }

    @Override
    public Medium medium() {
        return Medium.TEXT;
    }

    /** {@code [symbols of the alphabet, length]}. */
    @Override
    public List<Integer> shape() {
        return List.of(alphabet.size(), length);
    }

    @Override
    public int bytes() {
        return length * Short.BYTES;
    }

    /** One-hot along the channels: {@code [count, C, length]} of zeros and ones. */
    @Override
    public Tensor toTensor(MemorySegment stored, int count, Device device) {
        Tensor indices = Tensors.borrow(stored, DType.INT16, count, length)
                .sentTo(device)
                .to(DType.INT64);
        return Functions.oneHot(indices, alphabet.size())
                .to(DType.FLOAT32)
                .permute(0, 2, 1)
                .contiguous();
    }

    /** At each place the character with the largest number; after the first padding only padding. INT16 {@code [N, length]}. */
    @Override
    public Tensor toStored(Tensor samples) {
        Tensor indices = samples.reshape(-1, alphabet.size(), length)
                .to(DType.FLOAT32)
                .permute(0, 2, 1)
                .contiguous()
                .argmax()
                .to(Device.CPU);
        long[] all = indices.toLongs();
        long[] stored = new long[all.length];
        for (int start = 0; start < all.length; start += length) {
            for (int i = start; i < start + length && all[i] != Alphabet.PADDING; i++) {
                stored[i] = all[i];
            }
        }
        return Tensors.of(stored, stored.length / length, length).to(DType.INT16);
    }

    @Override
    public String toString() {
        byte[] characters = alphabet.characters().getBytes(StandardCharsets.UTF_8);
        String hash = new Sha256().add(characters, 0, characters.length).hex().substring(0, HASH);
        return length + " of " + (alphabet.size() - 1) + " characters (alphabet " + hash + ")";
    }

    /**
     * Texts as strings.
     *
     * @param stored any number of samples
     * @throws IllegalArgumentException when the bytes are not a whole number of samples
     */
    public List<String> lines(MemorySegment stored) {
        long count = stored.byteSize() / bytes();
        if (count * bytes() != stored.byteSize()) {
            throw new IllegalArgumentException(
                    stored.byteSize() + " bytes are not a whole number of texts of " + this + ".");
        }
        int[] points = alphabet.points();
        List<String> lines = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < length; j++) {
                int index = stored.get(INDEX, i * bytes() + (long) j * Short.BYTES);
                if (index <= Alphabet.PADDING || index >= points.length) {
                    break;
                }
                line.appendCodePoint(points[index]);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /**
     * Strings as texts, one behind the other in their stored form. Longer ones lose their end.
     *
     * @throws DataException when one has a character that the alphabet does not have
     */
    public byte[] stored(List<String> lines) {
        TextEncoder encoder = new TextEncoder(this);
        byte[] all = new byte[Math.multiplyExact(lines.size(), bytes())];
        for (int i = 0; i < lines.size(); i++) {
            byte[] one = encoder.encode(TextLines.cleaned(lines.get(i)));
            if (one == null) {
                throw new DataException("The text '" + lines.get(i) + "' has the character "
                        + Alphabet.named(encoder.unknownIn(TextLines.cleaned(lines.get(i))))
                        + ", which is not in the alphabet.");
            }
            System.arraycopy(one, 0, all, i * bytes(), bytes());
        }
        return all;
    }

    /** Lines beneath each other. */
    @Override
    public byte[] picture(MemorySegment stored, int columns) {
        return PngFiles.encode(TextPreview.draw(length, lines(stored), columns));
    }

    @Override
    public Cell cell(int columns) {
        return TextPreview.cell(length);
    }

    /** The PNG, and beside it a text file of the same name with the same lines. */
    @Override
    public void writePreview(Path file, MemorySegment stored, int columns) {
        SampleFormat.super.writePreview(file, stored, columns);
        write(SampleFormat.beside(file, "txt"), stored);
    }

    /** Writes a text file of one line each, UTF-8, whole or not at all. @throws DataException when it cannot be written */
    public void write(Path file, MemorySegment stored) {
        List<String> lines = lines(stored);
        AtomicFiles.write(file, beside -> Files.write(beside, lines, StandardCharsets.UTF_8));
    }
}
