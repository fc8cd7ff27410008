package dev.duello.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An input of the Open Inference Protocol: numbers, row-major, which may come flat or as nested arrays.
 *
 * @param shape the dimensions, of which the first counts rows
 */
record InferenceTensor(String name, String datatype, long[] shape, double[] data) {
    private static final int MOST_AXES = 8;

    /** @throws ServiceException when it is not well formed, or its data is not of its shape */
    static InferenceTensor of(JsonNode node) {
        String name = node.path("name").asText("");
        JsonNode axes = node.path("shape");
        if (!node.isObject() || name.isEmpty() || !axes.isArray() || axes.isEmpty() || axes.size() > MOST_AXES) {
            throw ServiceException.malformed("An input is an object with name, shape, datatype and data.");
        }
        String said = JsonFields.shortened(name);
        long[] shape = new long[axes.size()];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            JsonNode axis = axes.get(i);
            if (!axis.isIntegralNumber() || !axis.canConvertToInt() || axis.intValue() < 1) {
                throw ServiceException.malformed("The shape of input " + said + " must hold whole numbers from 1.");
            }
            shape[i] = axis.intValue();
            count = count > Integer.MAX_VALUE ? count : count * shape[i];
        }
        List<JsonNode> numbers = new ArrayList<>();
        flatten(node.path("data"), MOST_AXES, numbers);
        if (numbers.size() != count) {
            throw ServiceException.malformed("Input " + said + " has " + numbers.size() + " numbers, and its shape "
                    + Arrays.toString(shape) + " needs others.");
        }
        double[] data = new double[numbers.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = numbers.get(i).doubleValue();
            if (!numbers.get(i).isNumber() || !Float.isFinite((float) data[i])) {
                throw ServiceException.malformed("The data of input " + said + " must be finite numbers.");
            }
        }
        return new InferenceTensor(name, node.path("datatype").asText(""), shape, data);
    }

    private static void flatten(JsonNode node, int depth, List<JsonNode> into) {
        if (node.isArray() && depth > 0) {
            node.forEach(each -> flatten(each, depth - 1, into));
        } else if (!node.isMissingNode()) {
            into.add(node);
        }
    }

    int rows() {
        return Math.toIntExact(shape[0]);
    }

    /** Refuses other types and shapes than those. @param row the dimensions after the first */
    void require(String type, long... row) {
        if (!datatype.equals(type) || !Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length), row)) {
            throw ServiceException.malformed("Input " + JsonFields.shortened(name) + " must be " + type + " of shape [n"
                    + Arrays.stream(row).mapToObj(axis -> ", " + axis).collect(Collectors.joining()) + "].");
        }
    }
}
