import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.text.TextFormat;
import java.nio.charset.StandardCharsets;

/**
 * Writes the training part of a data set as media_train.py reads it:
 *
 * <pre>java -cp CLASSPATH bench/peers/Stored.java spoken-digits FOLDER</pre>
 *
 * {@code samples.npy} is uint8 {@code [N, bytes of one]}, as {@link dev.duello.data.SampleFormat} stores samples, {@code labels.npy} is
 * uint8 {@code [N]}; of texts, {@code alphabet.txt} is what the numbers of characters stand for, from 1 on.
 */
void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (Dataset all = Datasets.open(arguments[0], LoadOptions.DEFAULT)) {
        int bytes = all.format().bytes();
        byte[] labels = new byte[all.size()];
        try (var file = new BufferedOutputStream(Files.newOutputStream(folder.resolve("samples.npy")))) {
            file.write(header(all.size() + ", " + bytes));
            for (int i = 0; i < all.size(); i++) {
                file.write(all.stored(i));
                labels[i] = (byte) all.label(i);
            }
        }
        try (var file = Files.newOutputStream(folder.resolve("labels.npy"))) {
            file.write(header(all.size() + ","));
            file.write(labels);
        }
        if (all.format() instanceof TextFormat format) {
            int[] points = format.alphabet().points();
            Files.writeString(folder.resolve("alphabet.txt"), new String(points, 1, points.length - 1));
        }
    }
}

/** Of an array of bytes, format 1.0 of NumPy. */
byte[] header(String shape) {
    String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }";
    String padded = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
    byte[] header = ("\u0093NUMPY\u0001\0\0\0" + padded).getBytes(StandardCharsets.ISO_8859_1);
    header[8] = (byte) padded.length();
    header[9] = (byte) (padded.length() >> 8);
    return header;
}
