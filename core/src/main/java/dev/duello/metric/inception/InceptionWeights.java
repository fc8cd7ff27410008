package dev.duello.metric.inception;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The weights of the network as they lie in a file.
 *
 * @param source the file, for sentences
 * @param sha256 of the file: 64 lower-case hex digits
 * @param tensors by the names of the published file, such as {@code Mixed_5b.branch1x1.conv.weight}; others do no harm
 */
public record InceptionWeights(String source, String sha256, Map<String, Tensor> tensors) {
    private static final int DIGITS = 12;

    /**
     * Reads a PyTorch or a safetensors file, told apart by their first bytes. The tensors belong to the open scope.
     *
     * @throws DataException when the file is missing, damaged, or no file of weights
     */
    public static InceptionWeights open(Path file) {
        try {
            return new InceptionWeights(
                    file.toString(),
                    Sha256.of(file),
                    isSafetensors(file) ? Safetensors.read(file) : TorchPickle.read(file));
        } catch (IOException e) {
            throw new DataException("Cannot read the weights in " + file + ": " + Messages.reason(e) + ".", e);
        }
    }

    /** {@code inception-} and the first 12 digits of the SHA-256. */
    public String name() {
        return "inception-" + sha256.substring(0, DIGITS);
    }

    /** Whether these are the weights that published numbers are computed with, in the file that everybody uses. */
    public boolean isPublished() {
        return sha256.equals(InceptionFile.PUBLISHED.sha256());
    }

    Tensor get(String parameter, long... shape) {
        Tensor tensor = tensors.get(parameter);
        if (tensor == null) {
            throw new DataException(source + " does not hold the weights of the FID Inception network: '" + parameter
                    + "' is missing.");
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new DataException(source + " does not hold the weights of the FID Inception network: '" + parameter
                    + "' is " + Arrays.toString(tensor.shape()) + " where " + Arrays.toString(shape) + " belongs.");
        }
        return tensor;
    }

    /** A safetensors file begins with the length of its header, in eight bytes, and the header's brace. */
    private static boolean isSafetensors(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(Long.BYTES + 1);
            return start.length > Long.BYTES && start[Long.BYTES] == '{';
        }
    }
}
