package dev.duello.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object for stdout. Commands are looked at by reflection at every start, even for {@code --help}: only this class
 * mentions Jackson, which is then loaded when there is something to print.
 */
final class Json {
    private final ObjectNode node;

    private Json(ObjectNode node) {
        this.node = node;
    }

    static Json object() {
        return new Json(JsonNodeFactory.instance.objectNode());
    }

    Json put(String key, @Nullable String value) {
        node.put(key, value);
        return this;
    }

    Json put(String key, long value) {
        node.put(key, value);
        return this;
    }

    Json put(String key, double value) {
        node.put(key, value);
        return this;
    }

    Json put(String key, boolean value) {
        node.put(key, value);
        return this;
    }

    Json putObject(String key) {
        return new Json(node.putObject(key));
    }

    Items putArray(String key) {
        return new Items(node.putArray(key));
    }

    void print(PrintWriter out) {
        out.println(node);
    }

    @Override
    public String toString() {
        return node.toString();
    }

    /** An array in an object. */
    static final class Items {
        private final ArrayNode array;

        private Items(ArrayNode array) {
            this.array = array;
        }

        Json addObject() {
            return new Json(array.addObject());
        }

        void add(int value) {
            array.add(value);
        }

        void add(float value) {
            array.add(value);
        }

        void add(String value) {
            array.add(value);
        }
    }
}
