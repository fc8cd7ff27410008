package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A number for each spatial axis, such as the kernel of a convolution: one for all axes alike, or as many as there are axes, in
 * their order (depth, height, width). In JSON a number or a list.
 *
 * @param values one, or one an axis
 */
public record PerAxis(List<Integer> values) {
    private static final int MOST_AXES = 3;

    public PerAxis {
        values = List.copyOf(values);
        if (values.isEmpty() || values.size() > MOST_AXES) {
            throw new ShapeException("One number for all axes or one for each of up to " + MOST_AXES
                    + " is needed, not " + values + ".");
        }
        if (values.size() > 1 && values.stream().distinct().count() == 1) {
            // [3, 3] of a kernel over images is the same as 3, and equal networks are equal as data.
            values = List.of(values.getFirst());
        }
    }

    /** The same number for every axis. */
    public static PerAxis of(int value) {
        return new PerAxis(List.of(value));
    }

    /** A number for each axis. */
    public static PerAxis of(int first, int second, int... others) {
        return new PerAxis(IntStream.concat(IntStream.of(first, second), IntStream.of(others))
                .boxed()
                .toList());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PerAxis read(Object json) {
        return switch (json) {
            case Integer all -> of(all);
            case List<?> list
            when list.stream().allMatch(Integer.class::isInstance) ->
                new PerAxis(list.stream().map(Integer.class::cast).toList());
            default -> throw new ShapeException("'" + json + "' is neither a whole number nor a list of them.");
        };
    }

    @JsonValue
    Object write() {
        return isUniform() ? values.getFirst() : values;
    }

    /** Whether all axes have the same number. */
    public boolean isUniform() {
        return values.size() == 1;
    }

    /** Whether all axes have this number. */
    public boolean is(int value) {
        return isUniform() && values.getFirst() == value;
    }

    /** The number of one axis, counted from 0. */
    public int at(int axis) {
        if (isUniform()) {
            return values.getFirst();
        }
        if (axis >= values.size()) {
            throw new ShapeException(this + " says nothing of axis " + (axis + 1) + ".");
        }
        return values.get(axis);
    }

    int smallest() {
        return Collections.min(values);
    }

    /** @throws ShapeException when there is a number for each axis, and {@code input} has another number of axes */
    void check(Layer layer, Shape input) {
        if (!isUniform() && values.size() != input.spatial().size()) {
            throw new ShapeException("A " + layer.label() + " layer with " + this + " needs " + values.size()
                    + " spatial axes, but its input is " + input + ".");
        }
    }

    /** One number for each of so many axes. */
    public long[] toLongs(int dimensions) {
        long[] each = new long[dimensions];
        Arrays.setAll(each, this::at);
        return each;
    }

    /** The product over all axes. */
    long volume(int dimensions) {
        long volume = 1;
        for (int axis = 0; axis < dimensions; axis++) {
            volume *= at(axis);
        }
        return volume;
    }

    @Override
    public String toString() {
        return values.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
