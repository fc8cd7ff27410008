package dev.duello.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A pooled convolutional network that tells the classes of a data set apart; the layer before its last is a feature extractor.
 * Whoever makes it closes it. Not thread-safe.
 */
public final class Classifier implements AutoCloseable {
    private static final int BATCH = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Network network;
    private final List<String> classes;

    /**
     * @param network which is closed with this
     * @param classes names by label; as many as the network has outputs
     */
    public Classifier(Network network, List<String> classes) {
        this.network = network;
        this.classes = List.copyOf(classes);
    }

    /** Names by label. */
    public List<String> classes() {
        return classes;
    }

    /** The shape of the samples that it takes, {@code [C, spatial...]}. */
    public Shape shape() {
        return network.architecture().input();
    }

    /** The format of the images that it takes. @throws DataException when it takes samples of another medium */
    public ImageFormat format() {
        List<Integer> axes = network.architecture().input().axes();
        if (axes.size() != 3) {
            String told = axes.size() != 2 ? "samples of three spatial axes" : axes.get(0) == 1 ? "sounds" : "texts";
            throw new DataException("This classifier tells " + told + " apart, not images.");
        }
        return new ImageFormat(axes.get(0), axes.get(1), axes.get(2));
    }

    /**
     * @param images {@code [N, C, H, W]} in [-1, 1]
     * @return {@code [N, classes]}, before the softmax
     */
    public Tensor logits(Tensor images) {
        try (var _ = GradientMode.off()) {
            return network.forward(images, Mode.EVALUATE);
        }
    }

    /**
     * What the last layer sees.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1]
     * @return {@code [N, 128]}
     */
    public Tensor features(Tensor images) {
        try (var _ = GradientMode.off()) {
            return network.forward(
                    images, Mode.EVALUATE, network.architecture().layers().size() - 1);
        }
    }

    /** The share of all images whose class is told right; they must have this classifier's format and classes. */
    public double accuracy(Dataset images) {
        return accuracy(images, IntStream.range(0, images.size()).toArray());
    }

    /** The share of the images at {@code indices} whose class is told right. */
    double accuracy(Dataset images, int[] indices) {
        long right = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) BATCH * images.format().bytes());
            for (int start = 0; start < indices.length; start += BATCH) {
                int[] some = Arrays.copyOfRange(indices, start, Math.min(indices.length, start + BATCH));
                images.gather(some, pixels);
                try (var _ = TensorScope.open()) {
                    long[] told = logits(images.format().toTensor(pixels, some.length, network.device()))
                            .argmax()
                            .toLongs();
                    for (int i = 0; i < some.length; i++) {
                        right += told[i] == images.label(some[i]) ? 1 : 0;
                    }
                }
            }
        }
        return (double) right / indices.length;
    }

    Network network() {
        return network;
    }

    /**
     * Writes weights, architecture and class names into one safetensors file that {@link #open} reads, whole or not at all.
     *
     * @param weights by the names that the architecture gives them
     * @param classes names by label; as many as the network has outputs
     */
    public static void save(Path file, Architecture architecture, Map<String, Tensor> weights, List<String> classes)
            throws IOException {
        Map<String, String> metadata = Map.of(
                "architecture", JSON.writeValueAsString(architecture),
                "classes", JSON.writeValueAsString(classes));
        AtomicFiles.replace(file, beside -> Safetensors.write(beside, weights, metadata));
    }

    /**
     * Opens what {@link #save} wrote.
     *
     * @throws IOException when the file cannot be read or is no classifier; the message names it
     */
    public static Classifier open(Path file, Device device, Precision precision) throws IOException {
        Map<String, String> metadata = Safetensors.readMetadata(file);
        if (!metadata.containsKey("architecture") || !metadata.containsKey("classes")) {
            throw new IOException(file + " is not a classifier that Duello saved.");
        }
        Network network;
        List<String> classes;
        try {
            network =
                    Network.blank(JSON.readValue(metadata.get("architecture"), Architecture.class), device, precision);
            classes = List.of(JSON.readValue(metadata.get("classes"), String[].class));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not a classifier that this Duello understands.", e);
        }
        try {
            Safetensors.readInto(file, network.parameters().byName());
        } catch (IOException e) {
            network.close();
            throw e;
        }
        return new Classifier(network, classes);
    }

    @Override
    public void close() {
        network.close();
    }
}
