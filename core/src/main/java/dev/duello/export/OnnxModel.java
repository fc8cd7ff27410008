package dev.duello.export;

import static dev.duello.export.OnnxGraph.integer;
import static dev.duello.export.OnnxGraph.integers;

import dev.duello.learn.ModelPart;
import dev.duello.nn.Architecture;
import dev.duello.nn.Folding;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as an ONNX file, see <a href="https://onnx.ai">onnx.ai</a>: named inputs ({@code z} or {@code sample}, {@code class},
 * {@code source}), a batch of any size, one output.
 *
 * @param bytes of the file
 * @param form how it was written
 * @param inputs names in the order of the network's inputs
 * @param output its name
 */
public record OnnxModel(byte[] bytes, OnnxForm form, List<String> inputs, String output) {
    /**
     * Writes a network.
     *
     * @param network as {@link dev.duello.learn.Model#part} gives it
     * @param metadata free text by key
     * @param version of Duello
     * @throws ExportException when uint8 is wanted of what makes no images
     */
    public static OnnxModel of(
            Network network, ModelPart part, OnnxForm form, Map<String, String> metadata, String version) {
        OnnxGraph graph = new OnnxGraph(form.half());
        Map<String, String> inputs = inputs(network.architecture(), part);
        network.architecture().inputs().forEach((name, shape) -> graph.input(inputs.get(name), shape.axes()));
        String output = output(part);
        try (Network folded = Folding.folded(network);
                var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Architecture architecture = folded.architecture();
            Map<String, Tensor> parameters = folded.parameters().byName();
            String first = inputs.values().iterator().next();
            String result = new OnnxLayers(graph, parameters, inputs)
                    .all(architecture.layers(), "", architecture.input(), first);
            Shape made = architecture.output();
            if (form.uint8()) {
                asBytes(graph, result, made, part, output);
            } else {
                graph.node("Identity", List.of(result), output);
                graph.output(output, OnnxGraph.FLOAT, made.axes());
            }
        }
        byte[] bytes = graph.toBytes(output, form.opset(), version, metadata);
        return new OnnxModel(bytes, form, List.copyOf(inputs.values()), output);
    }

    /** The graph's names of the inputs. What flows into the first layer has no name of its own in some networks. */
    private static Map<String, String> inputs(Architecture architecture, ModelPart part) {
        Map<String, String> names = new LinkedHashMap<>();
        architecture.inputs().keySet().forEach(name -> names.put(name, name));
        if (part == ModelPart.GENERATOR && names.size() == 1) {
            names.replaceAll((name, _) -> name.equals(Architecture.SAMPLE) ? Architecture.LATENT : name);
        }
        return names;
    }

    private static String output(ModelPart part) {
        return switch (part) {
            case GENERATOR -> "samples";
            case DISCRIMINATOR, CLASSIFIER -> "logits";
            case ENCODER -> "latents";
        };
    }

    /** The same numbers as those of an image file, see {@link dev.duello.data.image.ImageFormat#toStored}. */
    private static void asBytes(OnnxGraph graph, String samples, Shape shape, ModelPart part, String output) {
        if (part != ModelPart.GENERATOR || shape.axes().size() != 3) {
            throw new ExportException("uint8 is for generators of images; this makes " + shape + ".");
        }
        String scaled = graph.node("Mul", List.of(samples, graph.scalar(127.5)));
        String levels = graph.node("Add", List.of(scaled, graph.scalar(128)));
        String cut = graph.node("Clip", List.of(levels, graph.scalar(0), graph.scalar(255)));
        String innermost = graph.node("Transpose", List.of(cut), integers("perm", 0, 2, 3, 1));
        graph.node("Cast", List.of(innermost), output, integer("to", OnnxGraph.UINT8));
        List<Integer> axes = new ArrayList<>(shape.spatial());
        axes.add(shape.channels());
        graph.output(output, OnnxGraph.UINT8, axes);
    }
}
