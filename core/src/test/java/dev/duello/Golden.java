package dev.duello;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;

/** Numbers that a script in {@code bench/reference} computed with PyTorch. */
public final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    /** A resource such as {@code nn/conv}. */
    public static JsonNode read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream(name + ".json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] values(JsonNode tensor) {
        JsonNode values = tensor.get("values");
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    public static long[] shape(JsonNode tensor) {
        return StreamSupport.stream(tensor.get("shape").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    public static Tensor tensor(JsonNode tensor) {
        return Tensors.of(values(tensor), shape(tensor));
    }

    /** Every element within {@code tolerance}, relative where the number is larger than 1. */
    public static void assertEquals(String what, Tensor actual, JsonNode expected, double tolerance) {
        assertThat(actual.shape()).as("shape of %s", what).containsExactly(shape(expected));
        float[] found = actual.toFloats();
        float[] wanted = values(expected);
        double worst = 0;
        for (int i = 0; i < wanted.length; i++) {
            double error = Math.abs((double) found[i] - wanted[i]) / Math.max(1, Math.abs(wanted[i]));
            worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
        }
        if (Boolean.getBoolean("duello.golden.print")) {
            org.slf4j.LoggerFactory.getLogger(Golden.class).info("{}: {}", what, worst);
        }
        assertThat(worst).as("largest error of %s", what).isLessThanOrEqualTo(tolerance);
    }
}
