package dev.duello.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A computation as ONNX describes it: nodes in the order in which they run, the constants that they need, what goes in and what
 * comes out. Field numbers are those of onnx.proto3.
 */
final class OnnxGraph {
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    private static final int INT64 = 7;
    private static final int FLOAT16 = 10;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_INTS = 7;

    private final boolean half;
    private final List<Protobuf> nodes = new ArrayList<>();
    private final List<Protobuf> constants = new ArrayList<>();
    private final List<Protobuf> inputs = new ArrayList<>();
    private final List<Protobuf> outputs = new ArrayList<>();

    /** @param half whether {@link #weights} are stored in 16 bits */
    OnnxGraph(boolean half) {
        this.half = half;
    }

    static Protobuf number(String name, double value) {
        return attribute(name, ATTRIBUTE_FLOAT).real(2, (float) value);
    }

    static Protobuf integer(String name, long value) {
        return attribute(name, ATTRIBUTE_INT).number(3, value);
    }

    static Protobuf text(String name, String value) {
        return attribute(name, ATTRIBUTE_STRING).text(4, value);
    }

    static Protobuf integers(String name, long... values) {
        Protobuf attribute = attribute(name, ATTRIBUTE_INTS);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute;
    }

    private static Protobuf attribute(String name, int type) {
        return new Protobuf().text(1, name).number(20, type);
    }

    /** Adds a node of one output and gives the output's name. */
    String node(String operator, List<String> operands, Protobuf... attributes) {
        String output = operator.toLowerCase(Locale.ROOT) + "_" + nodes.size();
        node(operator, operands, output, attributes);
        return output;
    }

    /** The same with a name for the output. */
    void node(String operator, List<String> operands, String output, Protobuf... attributes) {
        Protobuf node = new Protobuf();
        operands.forEach(operand -> node.text(1, operand));
        node.text(2, output).text(3, output).text(4, operator);
        for (Protobuf attribute : attributes) {
            node.message(5, attribute);
        }
        nodes.add(node);
    }

    /** Learned numbers, in 16 bits where that is wanted: every runtime turns those into 32 bits once, when it loads the file. */
    String weights(float[] values, long... shape) {
        if (!half) {
            return floats(values, shape);
        }
        ByteBuffer bytes = buffer(values.length * Short.BYTES);
        for (float value : values) {
            bytes.putShort(Float.floatToFloat16(value));
        }
        return node("Cast", List.of(constant(FLOAT16, bytes, shape)), integer("to", FLOAT));
    }

    /** Numbers that are always stored in 32 bits. */
    String floats(float[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return constant(FLOAT, bytes, shape);
    }

    /** A single number, which fits any shape. */
    String scalar(double value) {
        return floats(new float[] {(float) value});
    }

    /** A row of whole numbers. */
    String longs(long... values) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return constant(INT64, bytes, values.length);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(int type, ByteBuffer bytes, long... shape) {
        String name = "constant_" + constants.size();
        Protobuf tensor = new Protobuf();
        for (long length : shape) {
            tensor.number(1, length);
        }
        constants.add(tensor.number(2, type).text(8, name).bytes(9, bytes.array()));
        return name;
    }

    /** @param shape of one sample */
    void input(String name, List<Integer> shape) {
        inputs.add(value(name, FLOAT, shape));
    }

    /** @param shape of one sample */
    void output(String name, int type, List<Integer> shape) {
        outputs.add(value(name, type, shape));
    }

    private static Protobuf value(String name, int type, List<Integer> shape) {
        Protobuf dimensions = new Protobuf().message(1, new Protobuf().text(2, "batch"));
        shape.forEach(length -> dimensions.message(1, new Protobuf().number(1, length)));
        Protobuf tensor = new Protobuf().number(1, type).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    /**
     * The whole as the bytes of an ONNX file.
     *
     * @param opset version of the operators
     * @param metadata free text by key
     */
    byte[] toBytes(String name, int opset, String version, Map<String, String> metadata) {
        Protobuf graph = new Protobuf();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, name);
        constants.forEach(constant -> graph.message(5, constant));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        // The oldest version of the format that goes with the operators, which most programs read.
        Protobuf model = new Protobuf()
                .number(1, opset < 21 ? 8 : 10)
                .text(2, "duello")
                .text(3, version)
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, opset));
        metadata.forEach(
                (key, value) -> model.message(14, new Protobuf().text(1, key).text(2, value)));
        return model.toBytes();
    }
}
