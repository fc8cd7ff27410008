package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as data: what goes in, the layers in order, and how their weights start.
 *
 * @param input shape of one sample
 */
public record Architecture(
        Shape input,
        List<Layer> layers,
        @JsonAlias("initialiser") Initializer initializer) {
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
