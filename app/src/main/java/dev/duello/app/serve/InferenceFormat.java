package dev.duello.app.serve;

import dev.duello.data.image.ImageFormat;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Inputs and outputs of a model in the terms of the Open Inference Protocol: {@code z}, or the {@code source} of a translator, and,
 * where the model knows classes, {@code class} go in; {@code images} or {@code samples} come out.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">The protocol</a>
 */
record InferenceFormat(ServedModel.Facts facts, List<Output> outputs) {
    /** There is one version of a model at a time: its best checkpoint. */
    static final String VERSION = "1";

    private static final String NOISE = "z";
    private static final String CLASS = "class";
    private static final String SOURCE = "source";

    /**
     * One output.
     *
     * @param shape of one row
     */
    record Output(String name, String datatype, List<Integer> shape, Operation operation) {
        long elements() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        }

        int elementBytes() {
            return datatype.equals("UINT8") ? 1 : Float.BYTES;
        }

        /** @param result of its operation */
        Map<String, Object> json(int rows, byte[] result) {
            List<Integer> all = new ArrayList<>(List.of(rows));
            all.addAll(shape);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("datatype", datatype);
            json.put("shape", all);
            json.put("data", datatype.equals("UINT8") ? unsigned(result) : FloatRows.all(result));
            return json;
        }

        private static int[] unsigned(byte[] bytes) {
            int[] numbers = new int[bytes.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = bytes[i] & 0xff;
            }
            return numbers;
        }
    }

    /** The same under an address that names a version, which must be the one that there is. */
    static Endpoint ofVersion(Endpoint endpoint) {
        return call -> {
            String version = call.path().getOrDefault("version", "");
            if (!version.equals(VERSION)) {
                throw new ServiceException(
                        404,
                        "There is no version '" + JsonFields.shortened(version) + "'. Of each model there is version "
                                + VERSION + ".");
            }
            return endpoint.answer(call);
        };
    }

    static InferenceFormat of(ServedModel.Facts facts) {
        boolean translates = facts.translation() != null;
        List<Output> outputs = new ArrayList<>();
        if (facts.format() instanceof ImageFormat image) {
            outputs.add(new Output(
                    "images",
                    "UINT8",
                    List.of(image.height(), image.width(), image.channels()),
                    translates ? new Operation.Translated(true) : new Operation.Stored()));
        }
        outputs.add(new Output(
                "samples",
                "FP32",
                facts.format().shape(),
                translates ? new Operation.Translated(false) : new Operation.Samples()));
        return new InferenceFormat(facts, outputs);
    }

    /** @throws ServiceException when there is none of that name */
    Output output(String name) {
        return outputs.stream()
                .filter(output -> output.name.equals(name))
                .findFirst()
                .orElseThrow(() -> ServiceException.malformed("There is no output '" + JsonFields.shortened(name)
                        + "'. The outputs are "
                        + String.join(", ", outputs.stream().map(Output::name).toList()) + "."));
    }

    /**
     * What a model makes samples of: latents or images.
     *
     * @param data one row behind the other
     * @param shape of a row
     */
    record Rows(float[] data, int count, Shape shape) {}

    /**
     * The rows that some inputs give.
     *
     * @throws ServiceException when they are not those of the model
     */
    Rows rows(Map<String, InferenceTensor> inputs) {
        if (facts.translation() == null) {
            float[] latents = latents(inputs);
            return new Rows(latents, latents.length / facts.latent(), Shape.of(facts.latent()));
        }
        requireInputs(inputs, SOURCE);
        InferenceTensor source = inputs.get(SOURCE);
        Shape shape = facts.translation().source();
        source.require(
                "FP32", shape.axes().stream().mapToLong(Integer::longValue).toArray());
        float[] data = new float[source.data().length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) source.data()[i];
        }
        return facts.classes().isEmpty()
                ? new Rows(data, source.rows(), shape)
                : labeled(data, source.rows(), labels(inputs, source));
    }

    /** The label of each row behind it. */
    private static Rows labeled(float[] data, int rows, int[] labels) {
        int length = data.length / rows;
        float[] all = new float[Math.addExact(data.length, rows)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(data, row * length, all, row * (length + 1), length);
            all[row * (length + 1) + length] = labels[row];
        }
        return new Rows(all, rows, Shape.of(length + 1));
    }

    private void requireInputs(Map<String, InferenceTensor> inputs, String first) {
        List<String> names = facts.classes().isEmpty() ? List.of(first) : List.of(first, CLASS);
        if (inputs.size() != names.size() || !inputs.keySet().containsAll(names)) {
            throw ServiceException.malformed(
                    (names.size() == 1 ? "The input of the model is " : "The inputs of the model are ")
                            + String.join(" and ", names) + ".");
        }
    }

    private int[] labels(Map<String, InferenceTensor> inputs, InferenceTensor first) {
        InferenceTensor classes = inputs.get(CLASS);
        classes.require("INT64");
        if (classes.rows() != first.rows()) {
            throw ServiceException.malformed("Inputs " + first.name() + " and class must have as many rows.");
        }
        return IntStream.range(0, first.rows())
                .map(row -> label(classes.data()[row]))
                .toArray();
    }

    private float[] latents(Map<String, InferenceTensor> inputs) {
        requireInputs(inputs, NOISE);
        InferenceTensor noise = inputs.get(NOISE);
        noise.require("FP32", facts.noise());
        float[] latents = new float[Math.multiplyExact(noise.rows(), facts.latent())];
        for (int row = 0; row < noise.rows(); row++) {
            for (int i = 0; i < facts.noise(); i++) {
                latents[row * facts.latent() + i] = (float) noise.data()[row * facts.noise() + i];
            }
        }
        if (!facts.classes().isEmpty()) {
            int[] labels = labels(inputs, noise);
            for (int row = 0; row < noise.rows(); row++) {
                latents[row * facts.latent() + facts.noise() + labels[row]] = 1;
            }
        }
        return latents;
    }

    private int label(double number) {
        if (number != Math.rint(number)
                || number < 0
                || number >= facts.classes().size()) {
            throw ServiceException.malformed("Input class must hold whole numbers from 0 to "
                    + (facts.classes().size() - 1) + ".");
        }
        return (int) number;
    }

    /** What {@code GET /v2/models/NAME} tells. */
    Map<String, Object> metadata(String name) {
        List<Object> inputs = new ArrayList<>();
        inputs.add(
                facts.translation() == null
                        ? tensor(NOISE, "FP32", List.of(facts.noise()))
                        : tensor(SOURCE, "FP32", facts.translation().source().axes()));
        if (!facts.classes().isEmpty()) {
            inputs.add(tensor(CLASS, "INT64", List.of()));
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("versions", List.of(VERSION));
        metadata.put("platform", "duello_libtorch");
        metadata.put("inputs", inputs);
        metadata.put(
                "outputs",
                outputs.stream()
                        .map(output -> tensor(output.name, output.datatype, output.shape))
                        .toList());
        return metadata;
    }

    private static Map<String, Object> tensor(String name, String datatype, List<Integer> row) {
        List<Integer> shape = new ArrayList<>(List.of(-1));
        shape.addAll(row);
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", name);
        tensor.put("datatype", datatype);
        tensor.put("shape", shape);
        return tensor;
    }
}
