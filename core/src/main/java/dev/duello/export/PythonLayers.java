package dev.duello.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * For each layer of a generator the line of PyTorch that computes the same. The {@code switch} over all layers has no default, so
 * that a new layer does not compile without its rule.
 */
final class PythonLayers {
    private static final List<String> GRIFFIN_LIM = """
            def griffin_lim(x, window, hop, iterations):
                bins, columns, margin = window // 2, x.shape[3], (window - hop) // 2
                powers = torch.exp((x.reshape(-1, 1, bins, columns) - 1) * (8 * math.log(10) / 2)) - 1e-8
                amplitudes = powers.clamp(min=1e-16).sqrt()
                k, i, t = torch.arange(bins)[:, None], torch.arange(window), torch.arange(columns)
                hann = torch.hann_window(window, dtype=torch.float64)
                angles = 2 * math.pi * (k * i % window).double() / window
                waves = torch.cat([angles.cos(), angles.sin()]) * hann
                to_parts = (waves * 4 / window).float()[:, None]
                to_sounds = (waves * torch.where(k.repeat(2, 1) == 0, 0.25, 0.5)).float()[:, None]
                ones = torch.ones(1, 1, columns, dtype=torch.float64)
                overlap = F.conv_transpose1d(ones, hann.square()[None, None], stride=hop, padding=margin).float()
                angles = 2 * math.pi * ((40503 * k * k + 30011 * t * t + 25717 * k * t) % 65536).double() / 65536
                phases = torch.stack([angles.cos(), angles.sin()]).float()[None]

                def sounds(phases):
                    parts = (amplitudes * phases).reshape(-1, window, columns)
                    return F.conv_transpose1d(parts, to_sounds, stride=hop, padding=margin) / overlap

                before = None
                for _ in range(iterations):
                    parts = F.conv1d(sounds(phases), to_parts, stride=hop, padding=margin).reshape(-1, 2, bins, columns)
                    ahead = parts if before is None else parts + 0.99 * (parts - before)
                    phases = ahead / (ahead.square().sum(1, keepdim=True) + 1e-16).sqrt()
                    before = parts
                return sounds(phases).reshape(len(x), -1, columns * hop)
            """.lines().toList();

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> lines = new ArrayList<>();
    private int variables;

    /** The body of a function with the parameters {@code w}, by name, and {@code z}, {@code classes} and {@code source}. */
    static List<String> of(Architecture architecture) {
        PythonLayers python = new PythonLayers();
        python.lines.add(
                "x = " + variable(architecture.inputs().keySet().iterator().next()));
        python.all(architecture.layers(), "", architecture.input(), "x");
        return python.lines;
    }

    /** An input that is named as nothing else could be {@code z} or the like: a network with one input has no name for it. */
    private static String variable(String input) {
        return switch (input) {
            case Architecture.CLASS -> "classes";
            case "source" -> "source";
            default -> "z";
        };
    }

    private void all(List<Layer> layers, String prefix, Shape shape, String x) {
        Shape in = shape;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Shape out = layer.outputShape(in);
            if (layer instanceof Parallel parallel) {
                parallel(parallel, prefix + i + "." + layer.label() + ".", in, x);
            } else {
                new One(prefix + i + "." + layer.label() + ".", in, out, x).add(layer);
            }
            in = out;
        }
    }

    private void parallel(Parallel parallel, String prefix, Shape in, String x) {
        List<String> results = new ArrayList<>();
        for (Parallel.Branch branch : parallel.branches()) {
            String own = "x" + ++variables;
            lines.add(own + " = " + x);
            all(branch.layers(), prefix + branch.name() + ".", in, own);
            results.add(own);
        }
        lines.add(
                switch (parallel.join()) {
                    case ADD -> x + " = " + String.join(" + ", results);
                    case CONCAT -> x + " = torch.cat([" + String.join(", ", results) + "], 1)";
                });
    }

    /** One layer at its place. */
    private final class One {
        private final String prefix;
        private final Shape in;
        private final Shape out;
        private final String x;
        private final int dimensions;

        One(String prefix, Shape in, Shape out, String x) {
            this.prefix = prefix;
            this.in = in;
            this.out = out;
            this.x = x;
            dimensions = in.spatial().size();
        }

        void add(Layer layer) {
            String value = switch (layer) {
                case Linear linear ->
                    call("F.linear", x + ".flatten(1)", w("weight"), linear.bias() ? w("bias") : "None");
                case Conv conv ->
                    call(
                            "F.conv" + dimensions + "d",
                            x,
                            w("weight"),
                            conv.bias() ? w("bias") : "None",
                            tuple(conv.stride()),
                            tuple(conv.padding()),
                            tuple(conv.dilation()),
                            "" + conv.groups());
                case ConvTranspose conv ->
                    call(
                            "F.conv_transpose" + dimensions + "d",
                            x,
                            w("weight"),
                            conv.bias() ? w("bias") : "None",
                            tuple(conv.stride()),
                            tuple(conv.padding()),
                            tuple(conv.outputPadding()));
                case BatchNorm norm ->
                    call(
                            "F.batch_norm",
                            x,
                            w("running_mean"),
                            w("running_var"),
                            w("weight"),
                            w("bias"),
                            "eps=" + norm.epsilon());
                case ConditionalBatchNorm norm ->
                    call("F.batch_norm", x, w("running_mean"), w("running_var"), "eps=" + norm.epsilon()) + " * "
                            + ofClass("scale", "weight") + " + " + ofClass("shift", "bias");
                case GroupNorm norm ->
                    call("F.group_norm", x, "" + norm.groups(), w("weight"), w("bias"), "" + norm.epsilon());
                case InstanceNorm norm ->
                    call(
                            "F.group_norm",
                            x,
                            "" + in.channels(),
                            norm.affine() ? w("weight") : "None",
                            norm.affine() ? w("bias") : "None",
                            "" + norm.epsilon());
                case LayerNorm norm ->
                    call("F.layer_norm", x, x + ".shape[1:]", w("weight"), w("bias"), "" + norm.epsilon());
                case Activation activation ->
                    switch (activation.function()) {
                        case RELU -> call("F.relu", x);
                        case LEAKY_RELU -> call("F.leaky_relu", x, "" + activation.slope());
                        case TANH -> call("torch.tanh", x);
                        case SIGMOID -> call("torch.sigmoid", x);
                        case SILU -> call("F.silu", x);
                    };
                case Prelu _ -> call("F.prelu", x, w("weight"));
                case Rescale rescale -> x + " * " + rescale.scale() + " + " + rescale.shift();
                case Reshape _ -> reshaped(x, out);
                case MaxPool pool ->
                    call(
                            "F.max_pool" + dimensions + "d",
                            x,
                            tuple(pool.kernel()),
                            tuple(pool.stride()),
                            tuple(pool.padding()));
                case AveragePool pool -> averages(pool.kernel(), pool.stride(), pool.padding());
                case SumPool pool -> call("torch.sum", pool.weighted() ? x + " * " + w("weight") : x, tuple(axes(2)));
                case Resample resample -> resample(resample);
                case PixelShuffle shuffle -> shuffled(shuffle.factor());
                case ReflectionPad pad -> {
                    long[] margins = pad.margin().toLongs(dimensions);
                    // The last axis comes first.
                    long[] ends = IntStream.range(0, 2 * dimensions)
                            .mapToLong(i -> margins[dimensions - 1 - i / 2])
                            .toArray();
                    yield call("F.pad", x, tuple(ends), "\"reflect\"");
                }
                case LearnedConstant _ ->
                    call("F.linear", x + ".flatten(1)", w("weight"))
                            + call(
                                    ".reshape",
                                    "-1, "
                                            + shape(Shape.of(
                                                    out.channels(),
                                                    out.spatial().stream()
                                                            .map(_ -> 1)
                                                            .toList())))
                            + " * " + w("basis");
                case ClassEmbedding _ ->
                    call("torch.cat", "[" + x + ", " + call("F.linear", "classes", w("weight")) + "]", "1");
                case InputChannels channels ->
                    call(
                            "torch.cat",
                            "[" + x + ", " + everywhere(variable(channels.name())) + ".expand(-1, -1, *" + x
                                    + ".shape[2:])]",
                            "1");
                case FillHoles holes -> filled(variable(holes.name()));
                case Softmax softmax ->
                    softmax.straightThrough()
                            ? call("F.one_hot", x + ".argmax(1)", "" + in.channels()) + ".movedim(-1, 1).to(" + x
                                    + ".dtype)"
                            : call("torch.softmax", x, "1");
                case Dropout _, PhaseShuffle _ -> x;
                case Parallel _, SpectralNorm _, UpsampleConv _ ->
                    throw new IllegalStateException(layer.label() + " is not among plain layers");
                case GriffinLim inversion -> {
                    lines.addAll(GRIFFIN_LIM);
                    yield call(
                            "griffin_lim",
                            x,
                            "" + inversion.window(),
                            "" + inversion.hop(),
                            "" + inversion.iterations());
                }
                case ProjectionHead _, MinibatchStdDev _, Spectrogram _ ->
                    throw new ExportException("There is no Python for a generator with a " + layer.label() + " layer.");
            };
            lines.add(x + " = " + value);
        }

        /** The last channel of the image is 1 where it is known and -1 in a hole. */
        private String filled(String image) {
            String known = image + "[:, :" + out.channels() + "]";
            return known + " + (" + x + " - " + known + ") * (0.5 - 0.5 * " + image + "[:, -1:])";
        }

        private String averages(PerAxis kernel, PerAxis stride, PerAxis padding) {
            return call(
                    "F.avg_pool" + dimensions + "d",
                    x,
                    tuple(kernel),
                    tuple(stride),
                    tuple(padding),
                    "count_include_pad=False");
        }

        private String ofClass(String own, String common) {
            return everywhere(call("F.linear", "classes", w(own), w(common)));
        }

        private String everywhere(String rows) {
            return dimensions == 0 ? rows : rows + "[(...," + " None,".repeat(dimensions) + ")]";
        }

        private String resample(Resample resample) {
            boolean isUp = resample.direction() == Resample.Direction.UP;
            if (resample.filter() == Resample.Filter.BOX && !isUp) {
                return averages(resample.factor(), resample.factor(), PerAxis.of(0));
            }
            if (resample.filter() == Resample.Filter.BOX) {
                StringBuilder repeated = new StringBuilder(x);
                for (int axis = 0; axis < dimensions; axis++) {
                    repeated.append(
                            call(".repeat_interleave", "" + resample.factor().at(axis), "" + (axis + 2)));
                }
                return repeated.toString();
            }
            long[] taps =
                    IntStream.range(0, dimensions).mapToLong(resample::taps).toArray();
            long[] padding = IntStream.range(0, dimensions)
                    .mapToLong(axis -> (taps[axis] - resample.factor().at(axis)) / 2)
                    .toArray();
            String kernel = "torch.tensor(" + Arrays.toString(resample.kernel(dimensions)) + ")"
                    + call(".reshape", "1, 1, " + tuple(taps).replaceAll("[()]", ""))
                    + call(".repeat", in.channels() + ", 1" + ", 1".repeat(dimensions));
            return isUp
                    ? call(
                            "F.conv_transpose" + dimensions + "d",
                            x,
                            kernel,
                            "None",
                            tuple(resample.factor()),
                            tuple(padding),
                            "groups=" + in.channels())
                    : call(
                            "F.conv" + dimensions + "d",
                            x,
                            kernel,
                            "None",
                            tuple(resample.factor()),
                            tuple(padding),
                            "groups=" + in.channels());
        }

        private String shuffled(int factor) {
            List<Integer> apart = new ArrayList<>();
            apart.add(out.channels());
            in.spatial().forEach(_ -> apart.add(factor));
            apart.addAll(in.spatial());
            List<Integer> order = new ArrayList<>(List.of(0, 1));
            for (int axis = 0; axis < dimensions; axis++) {
                order.add(2 + dimensions + axis);
                order.add(2 + axis);
            }
            return reshaped(
                    reshaped(x, new Shape(apart))
                            + call(".permute", order.toString().replaceAll("[\\[\\]]", "")),
                    out);
        }

        private String reshaped(String value, Shape shape) {
            return value + call(".reshape", "-1, " + shape(shape));
        }

        private String shape(Shape shape) {
            return shape.axes().stream().map(String::valueOf).collect(Collectors.joining(", "));
        }

        private long[] axes(int first) {
            return LongStream.range(first, first + dimensions).toArray();
        }

        private String tuple(PerAxis values) {
            return tuple(values.toLongs(dimensions));
        }

        private static String tuple(long... values) {
            return LongStream.of(values)
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(", ", "(", values.length == 1 ? ",)" : ")"));
        }

        /** A parameter. Names come from files, and so are quoted like any other text. */
        private String w(String name) {
            return "w[" + quoted(prefix + name) + "]";
        }

        private static String call(String function, String... arguments) {
            return function + "(" + String.join(", ", arguments) + ")";
        }
    }

    /** A string of JSON is one of Python as well. */
    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
