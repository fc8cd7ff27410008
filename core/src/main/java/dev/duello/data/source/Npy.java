package dev.duello.data.source;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Arrays in NumPy's {@code .npy} format: written as version 1.0, row-major, little-endian; read in versions 1.0 to 3.0.
 * Files are written beside and renamed, so that they are whole or absent.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The format</a>
 */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int MAX_HEADER = 65_536;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,8})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]{0,400})\\)");

    private Npy() {}

    /**
     * A uint8 array.
     *
     * @param shape the dimensions; empty for a scalar
     * @param data the elements, row-major
     */
    public record Bytes(int[] shape, byte[] data) {}

    /**
     * A float32 array.
     *
     * @param shape the dimensions; empty for a scalar
     * @param data the elements, row-major
     */
    public record Floats(int[] shape, float[] data) {}

    /**
     * Writes uint8 elements; the segment may be larger than the heap can hold.
     *
     * @throws DataException when the file cannot be written
     * @throws IllegalArgumentException when the shape and the number of bytes differ
     */
    public static void writeBytes(Path file, int[] shape, MemorySegment data) {
        checkCount(shape, data.byteSize());
        try (NpyWriter writer = new NpyWriter(file, shape)) {
            writer.add(data);
            writer.finish();
        }
    }

    /** Writes float32 elements, row-major; throws as {@link #writeBytes}. */
    public static void writeFloats(Path file, int[] shape, float[] data) {
        byte[] array = encode(shape, data);
        AtomicFiles.write(file, beside -> Files.write(beside, array));
    }

    /** Uint8 elements, row-major, as the bytes of a file. */
    public static byte[] encode(int[] shape, byte[] data) {
        checkCount(shape, data.length);
        byte[] header = header("|u1", shape);
        byte[] file = Arrays.copyOf(header, Math.addExact(header.length, data.length));
        System.arraycopy(data, 0, file, header.length, data.length);
        return file;
    }

    /** Samples, one behind the other as they are stored, as the bytes of a file. */
    public static byte[] encode(SampleArray samples, byte[] stored) {
        byte[] elements = samples.elements(MemorySegment.ofArray(stored)).toArray(ValueLayout.JAVA_BYTE);
        byte[] header = header(samples.type(), samples.shape(Math.toIntExact(elements.length / samples.sampleBytes())));
        byte[] file = Arrays.copyOf(header, Math.addExact(header.length, elements.length));
        System.arraycopy(elements, 0, file, header.length, elements.length);
        return file;
    }

    /** Float32 elements, row-major, as the bytes of a file. */
    public static byte[] encode(int[] shape, float[] data) {
        checkCount(shape, data.length);
        byte[] header = header("<f4", shape);
        byte[] file = Arrays.copyOf(header, Math.addExact(header.length, Math.multiplyExact(data.length, Float.BYTES)));
        ByteBuffer.wrap(file, header.length, file.length - header.length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(data);
        return file;
    }

    /** Reads a uint8 array. @throws DataException when the file is missing, damaged, or of another type */
    public static Bytes readBytes(Path file) {
        return read(file, "|u1", 1, Bytes::new);
    }

    /** Whether bytes begin as those of a {@code .npy} file. */
    public static boolean isOne(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a uint8 array that came from elsewhere.
     *
     * @param file the bytes of a file; may be damaged or hostile
     * @throws DataException when it is damaged, or of another type
     */
    public static Bytes decodeBytes(byte[] file) {
        try (InputStream in = new ByteArrayInputStream(file)) {
            return read("The array", in, "|u1", 1, Bytes::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a float32 array. @throws DataException when the file is missing, damaged, or of another type */
    public static Floats readFloats(Path file) {
        return read(file, "<f4", Float.BYTES, (shape, bytes) -> {
            float[] data = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(data);
            return new Floats(shape, data);
        });
    }

    private interface Maker<T> {
        T make(int[] shape, byte[] bytes);
    }

    private static <T> T read(Path file, String wanted, int elementBytes, Maker<T> maker) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(file.toString(), in, wanted, elementBytes, maker);
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + Messages.reason(e) + ".", e);
        }
    }

    private static <T> T read(String file, InputStream in, String wanted, int elementBytes, Maker<T> maker)
            throws IOException {
        Header header = readHeader(file, in);
        if (!header.type.equals(wanted) && !(wanted.equals("|u1") && header.type.equals("<u1"))) {
            throw new DataException(
                    file + " holds elements of type '" + header.type + "', but '" + wanted + "' was expected.");
        }
        long count = count(header.shape);
        if (count > (Integer.MAX_VALUE - 64) / elementBytes) {
            throw new DataException(file + " declares " + count + " elements, more than one array can hold.");
        }
        int size = (int) count * elementBytes;
        // Grows with what is really there, whatever the header promised.
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new DataException(file + " is cut short: its header declares " + size + " bytes of data, but only "
                    + bytes.length + " follow.");
        }
        return maker.make(header.shape, bytes);
    }

    private record Header(String type, int[] shape) {}

    private static Header readHeader(String file, InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DataException(file + " is not a .npy file: it does not start with \\x93NUMPY.");
        }
        int lengthBytes = start[6] == 1 ? 2 : 4;
        byte[] lengthField = in.readNBytes(lengthBytes);
        long length = 0;
        for (int i = lengthField.length - 1; i >= 0; i--) {
            length = length << 8 | lengthField[i] & 0xff;
        }
        if (start[6] < 1 || start[6] > 3 || lengthField.length < lengthBytes || length > MAX_HEADER) {
            throw new DataException(file + " has a .npy header that cannot be understood.");
        }
        byte[] text = in.readNBytes((int) length);
        String header = new String(text, StandardCharsets.ISO_8859_1);
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (text.length < length || !descr.find() || !order.find() || !shape.find()) {
            throw new DataException(file + " has a .npy header that cannot be understood.");
        }
        if (order.group(1).equals("True")) {
            throw new DataException(file + " is stored column by column (fortran_order); save it in C order.");
        }
        return new Header(descr.group(1), parseShape(file, shape.group(1)));
    }

    private static int[] parseShape(String file, String text) {
        try {
            int[] shape = Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            count(shape);
            return shape;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new DataException(file + " declares a shape that cannot be: (" + text + ").", e);
        }
    }

    /** The bytes before the elements. */
    static byte[] header(String type, int[] shape) {
        String dimensions = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        // A tuple of one needs its comma.
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + dimensions
                + (shape.length == 1 ? "," : "") + "), }";
        int unpadded = MAGIC.length + 4 + dictionary.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(MAGIC.length + 4 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private static void checkCount(int[] shape, long elements) {
        if (count(shape) != elements) {
            throw new IllegalArgumentException(
                    "Shape " + Arrays.toString(shape) + " does not have " + elements + " elements.");
        }
    }

    static long count(int[] shape) {
        long count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, (long) size);
        }
        return count;
    }
}
