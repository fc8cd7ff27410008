package dev.duello.export;

import static dev.duello.export.OnnxGraph.integer;
import static dev.duello.export.OnnxGraph.integers;
import static dev.duello.export.OnnxGraph.number;
import static dev.duello.export.OnnxGraph.text;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.AveragePool;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.ConditionalBatchNorm;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Dropout;
import dev.duello.nn.FillHoles;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.GroupNorm;
import dev.duello.nn.InputChannels;
import dev.duello.nn.InstanceNorm;
import dev.duello.nn.Layer;
import dev.duello.nn.LayerNorm;
import dev.duello.nn.LearnedConstant;
import dev.duello.nn.Linear;
import dev.duello.nn.MaxPool;
import dev.duello.nn.MinibatchStdDev;
import dev.duello.nn.Parallel;
import dev.duello.nn.PerAxis;
import dev.duello.nn.PhaseShuffle;
import dev.duello.nn.PixelShuffle;
import dev.duello.nn.Prelu;
import dev.duello.nn.ProjectionHead;
import dev.duello.nn.ReflectionPad;
import dev.duello.nn.Resample;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.Softmax;
import dev.duello.nn.SpectralNorm;
import dev.duello.nn.Spectrogram;
import dev.duello.nn.SumPool;
import dev.duello.nn.UpsampleConv;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For each layer the ONNX operators that compute the same. The {@code switch} over all layers has no default, so that a new layer
 * does not compile without its rule.
 */
final class OnnxLayers {
    private final OnnxGraph graph;
    private final Map<String, Tensor> parameters;
    private final Map<String, String> inputs;

    /**
     * @param parameters of a folded network by name, on the CPU
     * @param inputs the graph's names of the network's named inputs
     */
    OnnxLayers(OnnxGraph graph, Map<String, Tensor> parameters, Map<String, String> inputs) {
        this.graph = graph;
        this.parameters = parameters;
        this.inputs = inputs;
    }

    /**
     * Adds layers, one after the other.
     *
     * @param prefix of their parameters' names
     * @param shape of one sample that goes in
     * @param value the graph's name of what goes in
     * @return the graph's name of what comes out
     */
    String all(List<Layer> layers, String prefix, Shape shape, String value) {
        Shape in = shape;
        String result = value;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            result = new One(prefix + i + "." + layer.label() + ".", in, layer.outputShape(in), result).of(layer);
            in = layer.outputShape(in);
        }
        return result;
    }

    /** One layer at its place. */
    private final class One {
        private final String prefix;
        private final Shape in;
        private final Shape out;
        private final String value;
        private final int dimensions;

        One(String prefix, Shape in, Shape out, String value) {
            this.prefix = prefix;
            this.in = in;
            this.out = out;
            this.value = value;
            dimensions = in.spatial().size();
        }

        String of(Layer layer) {
            return switch (layer) {
                case Linear linear -> gemm(flat(), weight("weight"), linear.bias() ? weight("bias") : null);
                case Conv conv -> conv(conv);
                case ConvTranspose conv -> convTranspose(conv);
                case BatchNorm norm ->
                    graph.node(
                            "BatchNormalization",
                            List.of(
                                    value,
                                    weight("weight"),
                                    weight("bias"),
                                    weight("running_mean"),
                                    weight("running_var")),
                            number("epsilon", norm.epsilon()));
                case ConditionalBatchNorm norm -> conditional(norm);
                case GroupNorm norm -> affine(grouped(norm.groups(), norm.epsilon()));
                case InstanceNorm norm -> {
                    String normalized = grouped(in.channels(), norm.epsilon());
                    yield norm.affine() ? affine(normalized) : normalized;
                }
                case LayerNorm norm ->
                    graph.node(
                            "LayerNormalization",
                            List.of(value, weight("weight"), weight("bias")),
                            integer("axis", 1),
                            number("epsilon", norm.epsilon()));
                case Activation activation -> activation(activation);
                case Prelu _ ->
                    graph.node("PRelu", List.of(value, weights(parameter("weight"), perChannel(in.channels()))));
                case Rescale rescale ->
                    add(multiply(value, graph.scalar(rescale.scale())), graph.scalar(rescale.shift()));
                case Reshape _ -> reshaped(value, out);
                case MaxPool pool ->
                    graph.node("MaxPool", List.of(value), windows(pool.kernel(), pool.stride(), pool.padding()));
                case AveragePool pool ->
                    graph.node("AveragePool", List.of(value), windows(pool.kernel(), pool.stride(), pool.padding()));
                case SumPool pool ->
                    graph.node(
                            "ReduceSum",
                            List.of(
                                    pool.weighted() ? multiply(value, weight("weight")) : value,
                                    graph.longs(
                                            LongStream.range(2, dimensions + 2L).toArray())),
                            integer("keepdims", 0));
                case Resample resample -> resample(resample);
                case PixelShuffle shuffle -> shuffled(shuffle.factor());
                case ReflectionPad pad ->
                    graph.node("Pad", List.of(value, graph.longs(bothEnds(pad.margin(), 2))), text("mode", "reflect"));
                case Parallel parallel -> parallel(parallel);
                case LearnedConstant _ ->
                    multiply(
                            reshaped(
                                    gemm(flat(), weight("weight"), null),
                                    Shape.of(out.channels(), ones(out.spatial().size()))),
                            weight("basis"));
                case ClassEmbedding _ ->
                    graph.node(
                            "Concat",
                            List.of(value, gemm(input(Architecture.CLASS), weight("weight"), null)),
                            integer("axis", 1));
                case InputChannels channels -> {
                    Shape perSample = Shape.of(channels.length(), ones(dimensions));
                    String everywhere = graph.node(
                            "Expand",
                            List.of(
                                    reshaped(input(channels.name()), perSample),
                                    graph.longs(Shape.of(channels.length(), in.spatial())
                                            .batch(1))));
                    yield graph.node("Concat", List.of(value, everywhere), integer("axis", 1));
                }
                case FillHoles holes -> {
                    int channels = holes.shape().channels();
                    String known = multiply(
                            add(channels(holes.name(), channels - 1, channels), graph.scalar(1)), graph.scalar(0.5f));
                    String image = channels(holes.name(), 0, in.channels());
                    String missing = add(value, multiply(image, graph.scalar(-1)));
                    String hole = add(multiply(known, graph.scalar(-1)), graph.scalar(1));
                    yield add(image, multiply(missing, hole));
                }
                case ProjectionHead _ ->
                    gemm(flat(), computed(parameter("embedding").add(parameter("weight"))), null);
                case MinibatchStdDev deviation -> deviation(deviation.group());
                case Spectrogram spectrogram -> spectrogram(spectrogram);
                case GriffinLim inversion -> griffinLim(inversion);
                case Softmax softmax ->
                    graph.node(softmax.straightThrough() ? "Hardmax" : "Softmax", List.of(value), integer("axis", 1));
                case Dropout _, PhaseShuffle _ -> value;
                case SpectralNorm _, UpsampleConv _ ->
                    throw new IllegalStateException(layer.label() + " is not in a folded network");
            };
        }

        private String conv(Conv conv) {
            return graph.node(
                    "Conv",
                    operands(conv.bias()),
                    with(
                            windows(conv.kernel(), conv.stride(), conv.padding()),
                            integers("dilations", conv.dilation().toLongs(dimensions)),
                            integer("group", conv.groups())));
        }

        private String convTranspose(ConvTranspose conv) {
            return graph.node(
                    "ConvTranspose",
                    operands(conv.bias()),
                    with(
                            windows(conv.kernel(), conv.stride(), conv.padding()),
                            integers("output_padding", conv.outputPadding().toLongs(dimensions))));
        }

        private List<String> operands(boolean bias) {
            return bias ? List.of(value, weight("weight"), weight("bias")) : List.of(value, weight("weight"));
        }

        private Protobuf[] windows(PerAxis kernel, PerAxis stride, PerAxis padding) {
            return new Protobuf[] {
                integers("kernel_shape", kernel.toLongs(dimensions)),
                integers("strides", stride.toLongs(dimensions)),
                integers("pads", bothEnds(padding, 0))
            };
        }

        /** At the beginnings of all axes, then at their ends, {@code before} axes without any first. */
        private long[] bothEnds(PerAxis margin, int before) {
            int axes = before + dimensions;
            long[] each = margin.toLongs(dimensions);
            long[] all = new long[2 * axes];
            System.arraycopy(each, 0, all, before, dimensions);
            System.arraycopy(each, 0, all, axes + before, dimensions);
            return all;
        }

        private String activation(Activation activation) {
            return switch (activation.function()) {
                case RELU -> graph.node("Relu", List.of(value));
                case LEAKY_RELU -> graph.node("LeakyRelu", List.of(value), number("alpha", activation.slope()));
                case TANH -> graph.node("Tanh", List.of(value));
                case SIGMOID -> graph.node("Sigmoid", List.of(value));
                case SILU -> multiply(value, graph.node("Sigmoid", List.of(value)));
            };
        }

        /** Mean and variance are constants, and so become part of each class's scale and shift. */
        private String conditional(ConditionalBatchNorm norm) {
            Tensor factor = parameter("running_var").add(norm.epsilon()).sqrt().reciprocal();
            Tensor column = factor.reshape(-1, 1);
            Tensor mean = parameter("running_mean");
            Tensor scaleOfClass = parameter("scale").multiply(column);
            Tensor scale = parameter("weight").multiply(factor);
            Tensor shiftOfClass = parameter("shift").subtract(scaleOfClass.multiply(mean.reshape(-1, 1)));
            Tensor shift = parameter("bias").subtract(scale.multiply(mean));
            Shape perChannel = Shape.of(in.channels(), ones(dimensions));
            return add(
                    multiply(value, reshaped(ofClass(scaleOfClass, scale), perChannel)),
                    reshaped(ofClass(shiftOfClass, shift), perChannel));
        }

        private String ofClass(Tensor own, Tensor common) {
            return gemm(input(Architecture.CLASS), computed(own), computed(common));
        }

        /** Each group of channels of each sample brought to mean 0 and variance 1. */
        private String grouped(int groups, double epsilon) {
            float[] ones = new float[groups];
            Arrays.fill(ones, 1);
            String rows = graph.node("Reshape", List.of(value, graph.longs(0, groups, -1)));
            String normalized = graph.node(
                    "InstanceNormalization",
                    List.of(rows, graph.floats(ones, groups), graph.floats(new float[groups], groups)),
                    number("epsilon", epsilon));
            return reshaped(normalized, in);
        }

        private String affine(String normalized) {
            long[] shape = perChannel(in.channels());
            return add(multiply(normalized, weights(parameter("weight"), shape)), weights(parameter("bias"), shape));
        }

        private String resample(Resample resample) {
            long[] factors = resample.factor().toLongs(dimensions);
            boolean isUp = resample.direction() == Resample.Direction.UP;
            if (resample.filter() == Resample.Filter.BOX) {
                return isUp
                        ? repeated(factors)
                        : graph.node(
                                "AveragePool",
                                List.of(value),
                                windows(resample.factor(), resample.factor(), PerAxis.of(0)));
            }
            long[] taps = new long[dimensions];
            long[] pads = new long[2 * dimensions];
            for (int axis = 0; axis < dimensions; axis++) {
                taps[axis] = resample.taps(axis);
                pads[axis] = (taps[axis] - factors[axis]) / 2;
                pads[dimensions + axis] = pads[axis];
            }
            return graph.node(
                    isUp ? "ConvTranspose" : "Conv",
                    List.of(value, forEachChannel(resample.kernel(dimensions), taps)),
                    integers("kernel_shape", taps),
                    integers("strides", factors),
                    integers("pads", pads),
                    integer("group", in.channels()));
        }

        private String forEachChannel(float[] kernel, long[] taps) {
            float[] all = new float[in.channels() * kernel.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = kernel[i % kernel.length];
            }
            return graph.floats(
                    all,
                    LongStream.concat(LongStream.of(in.channels(), 1), LongStream.of(taps))
                            .toArray());
        }

        private String repeated(long[] factors) {
            float[] scales = new float[dimensions + 2];
            Arrays.fill(scales, 1);
            for (int axis = 0; axis < dimensions; axis++) {
                scales[axis + 2] = factors[axis];
            }
            return graph.node(
                    "Resize",
                    List.of(value, "", graph.floats(scales, scales.length)),
                    text("mode", "nearest"),
                    text("coordinate_transformation_mode", "asymmetric"),
                    text("nearest_mode", "floor"));
        }

        /** {@code [N, C r^d, sides]} apart into {@code [N, C, r.., sides]}, then each r behind its side. */
        private String shuffled(int factor) {
            long[] apart = new long[2 + 2 * dimensions];
            long[] order = new long[apart.length];
            Arrays.fill(apart, factor);
            apart[0] = 0;
            apart[1] = out.channels();
            order[1] = 1;
            for (int axis = 0; axis < dimensions; axis++) {
                apart[2 + dimensions + axis] = in.spatial().get(axis);
                order[2 + 2 * axis] = 2L + dimensions + axis;
                order[3 + 2 * axis] = 2L + axis;
            }
            String parts = graph.node("Reshape", List.of(value, graph.longs(apart)));
            return reshaped(graph.node("Transpose", List.of(parts), integers("perm", order)), out);
        }

        private String parallel(Parallel parallel) {
            List<String> results = new ArrayList<>();
            for (Parallel.Branch branch : parallel.branches()) {
                results.add(all(branch.layers(), prefix + branch.name() + ".", in, value));
            }
            return switch (parallel.join()) {
                case ADD -> results.stream().reduce(this::add).orElseThrow();
                case CONCAT -> graph.node("Concat", results, integer("axis", 1));
            };
        }

        /** The group is what the whole batch is where it does not divide that, which only the running program knows. */
        private String deviation(int group) {
            long elements = in.elements();
            String shape = graph.node("Shape", List.of(value));
            String batch = graph.node("Slice", List.of(shape, graph.longs(0), graph.longs(1)));
            String wanted = graph.longs(group);
            String divides = graph.node("Equal", List.of(graph.node("Mod", List.of(batch, wanted)), graph.longs(0)));
            String members = graph.node("Where", List.of(divides, wanted, batch));
            String groups = graph.node("Div", List.of(batch, members));
            String one = graph.longs(1);
            String grouped = graph.node("Reshape", List.of(value, concat(groups, members, graph.longs(elements))));
            String centered = graph.node("Sub", List.of(grouped, mean(grouped, 1)));
            String variance = mean(multiply(centered, centered), 1);
            String deviation =
                    mean(graph.node("Sqrt", List.of(add(variance, graph.scalar(MinibatchStdDev.SMALLEST)))), 2);
            String each = graph.node("Expand", List.of(deviation, concat(groups, members, one)));
            long[] rest = new long[dimensions + 1];
            Arrays.fill(rest, 1);
            String perSample = graph.node("Reshape", List.of(each, concat(batch, graph.longs(rest))));
            long[] sides = new long[dimensions + 1];
            sides[0] = 1;
            for (int axis = 0; axis < dimensions; axis++) {
                sides[axis + 1] = in.spatial().get(axis);
            }
            String channel = graph.node("Expand", List.of(perSample, concat(batch, graph.longs(sides))));
            return graph.node("Concat", List.of(value, channel), integer("axis", 1));
        }

        private String concat(String... rows) {
            return graph.node("Concat", List.of(rows), integer("axis", 0));
        }

        private String mean(String of, long axis) {
            return graph.node("ReduceMean", List.of(of, graph.longs(axis)), integer("keepdims", 1));
        }

        private String spectrogram(Spectrogram spectrogram) {
            int window = spectrogram.window();
            int hop = spectrogram.hop();
            int length = in.spatial().getFirst();
            long columns = out.spatial().get(1);
            long before = (window - hop) / 2;
            // What is left over behind the last window takes no part.
            long after = Math.max(0, (columns - 1) * hop + window - before - length);
            String sounds = graph.node("Reshape", List.of(value, graph.longs(-1, 1, length)));
            String parts = graph.node(
                    "Conv",
                    List.of(sounds, graph.floats(spectrogram.waves(), window, 1, window)),
                    integers("kernel_shape", window),
                    integers("strides", hop),
                    integers("pads", before, after));
            String squares = multiply(parts, parts);
            String power = graph.node(
                    "ReduceSum",
                    List.of(
                            graph.node("Reshape", List.of(squares, graph.longs(-1, 2, window / 2, columns))),
                            graph.longs(1)),
                    integer("keepdims", 0));
            String log = graph.node("Log", List.of(add(power, graph.scalar(Spectrogram.FLOOR))));
            return graph.node(
                    "Reshape",
                    List.of(
                            add(multiply(log, graph.scalar(Spectrogram.SCALE)), graph.scalar(1)),
                            graph.longs(-1, in.channels(), window / 2, columns)));
        }

        private String griffinLim(GriffinLim inversion) {
            int window = inversion.window();
            int bins = window / 2;
            int columns = in.spatial().getLast();
            String pictures = graph.node("Reshape", List.of(value, graph.longs(-1, 1, bins, columns)));
            String powers = add(
                    graph.node("Exp", List.of(multiply(add(pictures, graph.scalar(-1)), graph.scalar((float)
                            (1 / Spectrogram.SCALE))))),
                    graph.scalar((float) -Spectrogram.FLOOR));
            String amplitudes = graph.node("Sqrt", List.of(graph.node("Relu", List.of(powers))));
            String toParts = graph.floats(new Spectrogram(window, inversion.hop()).waves(), window, 1, window);
            String toSounds = graph.floats(inversion.waves(), window, 1, window);
            String overlap = graph.floats(inversion.overlap(columns), (long) columns * inversion.hop());
            String phases = graph.floats(inversion.phases(columns), 1, 2, bins, columns);
            String minus = graph.scalar(-1);
            String before = null;
            for (int i = 0; i < inversion.iterations(); i++) {
                String sounds = sounds(inversion, multiply(amplitudes, phases), toSounds, overlap);
                String parts = graph.node(
                        "Reshape",
                        List.of(
                                graph.node(
                                        "Conv",
                                        List.of(sounds, toParts),
                                        integers("kernel_shape", window),
                                        integers("strides", inversion.hop()),
                                        integers("pads", inversion.margin(), inversion.margin())),
                                graph.longs(-1, 2, bins, columns)));
                String ahead = before == null
                        ? parts
                        : add(parts, multiply(add(parts, multiply(before, minus)), graph.scalar((float)
                                GriffinLim.MOMENTUM)));
                String power = graph.node(
                        "ReduceSum", List.of(multiply(ahead, ahead), graph.longs(1)), integer("keepdims", 1));
                String amplitude = graph.node("Sqrt", List.of(add(power, graph.scalar((float) GriffinLim.TINY))));
                phases = graph.node("Div", List.of(ahead, amplitude));
                before = parts;
            }
            return graph.node(
                    "Reshape",
                    List.of(
                            sounds(inversion, multiply(amplitudes, phases), toSounds, overlap),
                            graph.longs(out.batch(-1))));
        }

        private String sounds(GriffinLim inversion, String parts, String toSounds, String overlap) {
            String rows = graph.node(
                    "Reshape",
                    List.of(
                            parts,
                            graph.longs(-1, inversion.window(), in.spatial().getLast())));
            String added = graph.node(
                    "ConvTranspose",
                    List.of(rows, toSounds),
                    integers("kernel_shape", inversion.window()),
                    integers("strides", inversion.hop()),
                    integers("pads", inversion.margin(), inversion.margin()));
            return graph.node("Div", List.of(added, overlap));
        }

        /** One row a sample. */
        private String flat() {
            return dimensions == 0 ? value : graph.node("Flatten", List.of(value), integer("axis", 1));
        }

        private String gemm(String rows, String weight, @Nullable String bias) {
            List<String> operands = bias == null ? List.of(rows, weight) : List.of(rows, weight, bias);
            return graph.node("Gemm", operands, integer("transB", 1));
        }

        private String add(String a, String b) {
            return graph.node("Add", List.of(a, b));
        }

        private String multiply(String a, String b) {
            return graph.node("Mul", List.of(a, b));
        }

        /** @param shape of one sample; 0 for the batch keeps its length */
        private String reshaped(String of, Shape shape) {
            return graph.node("Reshape", List.of(of, graph.longs(shape.batch(0))));
        }

        /** Some of the channels of a named input. */
        private String channels(String name, int from, int to) {
            return graph.node("Slice", List.of(input(name), graph.longs(from), graph.longs(to), graph.longs(1)));
        }

        private String input(String name) {
            return inputs.get(name);
        }

        private Tensor parameter(String name) {
            return parameters.get(prefix + name);
        }

        private String weight(String name) {
            Tensor tensor = parameter(name);
            return weights(tensor, tensor.shape());
        }

        private String weights(Tensor tensor, long[] shape) {
            return graph.weights(tensor.toFloats(), shape);
        }

        /** Numbers that were computed of weights, which would be rounded a second time. */
        private String computed(Tensor tensor) {
            return graph.floats(tensor.toFloats(), tensor.shape());
        }

        /** {@code [C, 1, ...]}, which fits beside a batch of samples. */
        private long[] perChannel(int channels) {
            long[] shape = new long[dimensions + 1];
            Arrays.fill(shape, 1);
            shape[0] = channels;
            return shape;
        }

        private static List<Integer> ones(int count) {
            return Stream.generate(() -> 1).limit(count).toList();
        }

        private static Protobuf[] with(Protobuf[] some, Protobuf... others) {
            return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(Protobuf[]::new);
        }
    }
}
