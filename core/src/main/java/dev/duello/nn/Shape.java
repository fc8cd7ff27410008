package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of one sample, without the batch axis: channels first, then any number of spatial axes.
 *
 * @param axes at least one length, each at least 1: {@code [C]}, {@code [C, L]}, {@code [C, H, W]}, ...
 */
public record Shape(@JsonValue List<Integer> axes) {
    @JsonCreator
    public Shape {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.stream().anyMatch(length -> length < 1)) {
            throw new ShapeException("A shape needs at least one axis, each at least 1 long; " + axes + " is none.");
        }
    }

    public static Shape of(int... axes) {
        return new Shape(IntStream.of(axes).boxed().toList());
    }

    public int channels() {
        return axes.getFirst();
    }

    /** The lengths after the channels; empty for a plain vector. */
    public List<Integer> spatial() {
        return axes.subList(1, axes.size());
    }

    /** The same spatial axes with another number of channels. */
    public Shape withChannels(int channels) {
        return of(channels, spatial());
    }

    /** Numbers in one sample. */
    public long elements() {
        return axes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** The shape of {@code count} samples. */
    public long[] batch(long count) {
        return IntStream.rangeClosed(0, axes.size())
                .mapToLong(i -> i == 0 ? count : axes.get(i - 1))
                .toArray();
    }

    /** Feature maps of so many channels. */
    public static Shape of(int channels, List<Integer> spatial) {
        return new Shape(
                IntStream.concat(IntStream.of(channels), spatial.stream().mapToInt(Integer::intValue))
                        .boxed()
                        .toList());
    }

    @Override
    public String toString() {
        return axes.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
