package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network as data: what goes in, the layers in order, and how their weights start.
 *
 * @param inputs by name, each with the shape of one sample. What flows into the first layer comes first; the others are for
 *     layers that ask for them by name
 */
public record Architecture(Map<String, Shape> inputs, List<Layer> layers, Initializer initializer) {
    private static final String METADATA = "architecture";

    /** The name of noise that a generator starts from. */
    public static final String LATENT = "z";
    /** The name of an input that tells the class: one number a class, 0 but for a 1. */
    public static final String CLASS = "class";

    /** The name of what flows into the first layer of a network with one input. */
    public static final String SAMPLE = "sample";

    /**
     * @throws ShapeException when a layer does not fit the one before, or asks for an input that there is not
     */
    public Architecture {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        layers = List.copyOf(layers);
        if (inputs.isEmpty() || layers.isEmpty()) {
            throw new ShapeException("A network needs an input and at least one layer.");
        }
        for (Layer layer : layers) {
            for (Map.Entry<String, Shape> wanted : layer.namedInputs().entrySet()) {
                if (!wanted.getValue().equals(inputs.get(wanted.getKey()))) {
                    throw new ShapeException("A " + layer.label() + " layer needs an input '" + wanted.getKey()
                            + "' of " + wanted.getValue() + ", but the inputs are " + inputs + ".");
                }
            }
        }
        place(inputs.values().iterator().next(), layers);
    }

    /** A network of one input, such as a discriminator or an encoder of samples. */
    public Architecture(Shape sample, List<Layer> layers, Initializer initializer) {
        this(Map.of(SAMPLE, sample), layers, initializer);
    }

    /** Also what was written when there was one input, whose end told the class. */
    @JsonCreator
    static Architecture read(
            @JsonProperty("inputs") @Nullable Map<String, Shape> inputs,
            @JsonProperty("input") @Nullable Shape input,
            @JsonProperty("layers") List<Layer> layers,
            @JsonProperty("initializer") @JsonAlias("initialiser") Initializer initializer) {
        if (inputs != null) {
            return new Architecture(inputs, layers, initializer);
        }
        if (input == null) {
            throw new ShapeException("A network needs an input and at least one layer.");
        }
        if (layers.getFirst() instanceof ClassEmbedding embedding) {
            Map<String, Shape> apart = new LinkedHashMap<>();
            apart.put(LATENT, Shape.of(Math.toIntExact(input.elements()) - embedding.classes()));
            apart.put(CLASS, Shape.of(embedding.classes()));
            return new Architecture(apart, layers, initializer);
        }
        return new Architecture(input, layers, initializer);
    }

    /** The shape of what flows into the first layer. */
    public Shape input() {
        return inputs.values().iterator().next();
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
        return place(input(), layers);
    }

    /** The shape of one output. */
    public Shape output() {
        return placed().getLast().output();
    }

    /** Classes that the input {@code class} tells apart; 0 for a network without. */
    public int classes() {
        Shape classes = inputs.get(CLASS);
        return classes == null ? 0 : classes.channels();
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
