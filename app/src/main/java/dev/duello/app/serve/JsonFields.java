package dev.duello.app.serve;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON object whose every field is looked at before it is believed. Everything here throws {@link ServiceException}. */
final class JsonFields {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode node;

    private JsonFields(JsonNode node) {
        this.node = node;
    }

    /** @param known fields; any other is refused, so that a slip of the pen is noticed */
    static JsonFields of(byte[] body, String... known) {
        JsonNode node;
        try {
            node = JSON.readTree(body.length == 0 ? new byte[] {'{', '}'} : body);
        } catch (IOException e) {
            throw ServiceException.malformed("The body is not well-formed JSON.");
        }
        if (node == null || !node.isObject()) {
            throw ServiceException.malformed("The body is not a JSON object.");
        }
        return of((ObjectNode) node, known);
    }

    /** The parameters of an address, where whole numbers are numbers; an empty one is left out. */
    static JsonFields of(Map<String, String> query, String... known) {
        ObjectNode node = JSON.createObjectNode();
        query.forEach((name, value) -> {
            if (value.matches("-?\\d{1,18}")) {
                node.put(name, Long.parseLong(value));
            } else if (!value.isEmpty()) {
                node.put(name, value);
            }
        });
        return of(node, known);
    }

    private static JsonFields of(ObjectNode node, String... known) {
        List<String> names = List.of(known);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!names.contains(field.getKey())) {
                throw ServiceException.malformed("There is no field '" + shortened(field.getKey()) + "'"
                        + Messages.suggestion(shortened(field.getKey()), names) + " The fields are "
                        + String.join(", ", names) + ".");
            }
        }
        return new JsonFields(node);
    }

    /** What a client wrote, so far as it is worth repeating. */
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** What is in a field, whatever it is; missing when there is none. */
    JsonNode node(String name) {
        return node.path(name);
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!node.get(name).isTextual()) {
            throw ServiceException.malformed(name + " must be a text.");
        }
        return node.get(name).textValue();
    }

    /** A text, or a whole number as a text, such as the name or number of a class. */
    Optional<String> textOrNumber(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = node.get(name);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw ServiceException.malformed(name + " must be a text or a whole number.");
        }
        return Optional.of(value.asText());
    }

    long whole(String name, long otherwise, long low, long high) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.get(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < low
                || value.longValue() > high) {
            throw ServiceException.malformed(name + " must be a whole number from " + low + " to " + high + ".");
        }
        return value.longValue();
    }

    double number(String name, double otherwise, double low, double high) {
        return has(name) ? number(name, node.get(name), low, high) : otherwise;
    }

    private static double number(String name, JsonNode value, double low, double high) {
        if (!value.isNumber() || !(value.doubleValue() >= low && value.doubleValue() <= high)) {
            throw ServiceException.malformed(String.format("%s must be a number from %s to %s.", name, low, high));
        }
        return value.doubleValue();
    }

    boolean flag(String name) {
        if (has(name) && !node.get(name).isBoolean()) {
            throw ServiceException.malformed(name + " must be true or false.");
        }
        return node.path(name).asBoolean(false);
    }

    /** An object of numbers, in the order of their names. */
    Map<String, Double> numbers(String name, double low, double high) {
        if (!has(name)) {
            return Map.of();
        }
        if (!node.get(name).isObject()) {
            throw ServiceException.malformed(name + " must be an object of names and numbers.");
        }
        Map<String, Double> numbers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.get(name).properties()) {
            numbers.put(entry.getKey(), number(name + "." + shortened(entry.getKey()), entry.getValue(), low, high));
        }
        return numbers;
    }
}
