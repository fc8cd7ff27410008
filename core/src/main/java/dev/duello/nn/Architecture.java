package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.duello.torch.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as data: what goes in, the layers in order, and how their weights start.
 *
 * @param input shape of one sample
 */
public record Architecture(
        Shape input,
        List<Layer> layers,
        @JsonAlias("initialiser") Initializer initializer) {
    private static final String METADATA = "architecture";

    /**
     * @throws ShapeException when a layer does not fit the one before
     */
    public Architecture {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new ShapeException("A network needs at least one layer.");
        }
        place(input, layers);
    }

    /**
     * A layer in its place.
     *
     * @param name prefix of its parameters' names: position and kind, such as {@code 3.conv}
     */
    public record Placed(String name, Layer layer, Shape input, Shape output, List<ParameterSpec> parameters) {
        /** Numbers that training changes. */
        public long trainedNumbers() {
            return parameters.stream()
                    .filter(parameter -> parameter.role().isTrained())
                    .mapToLong(parameter -> parameter.shape().elements())
                    .sum();
        }
    }

    /** Every layer with its name, shapes and parameters. */
    public List<Placed> placed() {
        return place(input, layers);
    }

    /** The shape of one output. */
    public Shape output() {
        return placed().getLast().output();
    }

    /** Classes that the end of an input tells apart; 0 for a network that does not begin with a {@link ClassEmbedding}. */
    public int classes() {
        return layers.getFirst() instanceof ClassEmbedding embedding ? embedding.classes() : 0;
    }

    /** Numbers that training changes. */
    public long trainedNumbers() {
        return placed().stream().mapToLong(Placed::trainedNumbers).sum();
    }

    /** Multiply-adds of a forward pass of one sample. */
    public long multiplyAdds() {
        return placed().stream()
                .mapToLong(placed -> placed.layer().multiplyAdds(placed.input()))
                .sum();
    }

    /** As JSON, which {@link #parse} reads. */
    public String json() {
        return ArchitectureJson.write(this);
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws ShapeException when it is none, or has layers or settings of layers that this version does not know
     */
    public static Architecture parse(String json) {
        return ArchitectureJson.read(json);
    }

    /** What belongs into the header of a safetensors file with the weights, so that {@link #ofFile} finds it there. */
    public Map<String, String> metadata() {
        return Map.of(METADATA, json());
    }

    /**
     * The architecture in the header of a safetensors file.
     *
     * @return empty for a file that holds none
     * @throws IOException when the file cannot be read, or holds one that this version does not know; the message names it
     */
    public static Optional<Architecture> ofFile(Path file) throws IOException {
        String json = Safetensors.readMetadata(file).get(METADATA);
        try {
            return json == null ? Optional.empty() : Optional.of(parse(json));
        } catch (ShapeException e) {
            throw new IOException(file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    static List<Placed> place(Shape input, List<Layer> layers) {
        List<Placed> placed = new ArrayList<>(layers.size());
        Shape shape = input;
        for (Layer layer : layers) {
            Shape output = layer.outputShape(shape);
            placed.add(new Placed(placed.size() + "." + layer.label(), layer, shape, output, layer.parameters(shape)));
            shape = output;
        }
        return placed;
    }
}
