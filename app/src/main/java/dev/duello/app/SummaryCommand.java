package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.nn.Architecture;
import dev.duello.train.Experiment;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "summary",
        description = "Shows the networks: layers, sizes, parameters and multiply-adds. Takes the flags of train.",
        footer = {
            "",
            "The format is that of --data when it is given, else 28x28 gray, or 16384 samples at 16 kHz for sounds,",
            "or 32x32x32 for shapes."
        },
        mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
    private static final int USUAL_SIDE = 28;
    private static final int USUAL_CUBE = 32;
    private static final int USUAL_LENGTH = 16_384;
    private static final int USUAL_FRAMES = 16;
    private static final int USUAL_VIDEO_SIDE = 32;
    private static final int USUAL_RATE = 16_000;
    private static final int USUAL_TEXT = 32;
    private static final String USUAL_ALPHABET = " '-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @Mixin
    private ExperimentOptions experimentOptions = new ExperimentOptions();

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Experiment experiment = resolved();
        SampleFormat format = experiment.format();
        Map<String, Architecture> networks = experiment.architectures();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json node = Json.object();
            node.put("preset", experiment.preset());
            DataShowCommand.put(node, format);
            networks.forEach((name, network) -> describe(node.putObject(name), network));
            node.print(out);
        } else {
            out.printf(
                    "%s for %s of %s%n%n", experiment.preset(), format.medium().plural(), format);
            out.print(LayerTable.of(networks));
        }
        out.flush();
        return 0;
    }

    private Experiment resolved() {
        Experiment experiment = experimentOptions.read();
        LoadOptions options = experiment.data().loadOptions(Split.TRAIN);
        if (experimentOptions.data != null) {
            try (Dataset images = Datasets.open(experimentOptions.data, options)) {
                return experimentOptions.readFor(images);
            }
        }
        String preset = experiment.preset().replaceFirst("-(tiny|small|base)$", "");
        return experiment.forImages(format(options, experiment.kind().medium(preset)), Map.of());
    }

    private static SampleFormat format(LoadOptions options, Medium medium) {
        Integer length = options.length();
        Integer rate = options.rate();
        if (medium == Medium.VOXELS || options.depth() != null) {
            return new VoxelFormat(
                    options.height() == null ? USUAL_CUBE : options.height(),
                    options.channels() == null ? 1 : options.channels());
        }
        String alphabet = options.alphabet();
        if (medium == Medium.TEXT || alphabet != null) {
            return new TextFormat(
                    length == null ? USUAL_TEXT : length, new Alphabet(alphabet == null ? USUAL_ALPHABET : alphabet));
        }
        if (medium == Medium.SOUND || length != null || rate != null) {
            return new SoundFormat(length == null ? USUAL_LENGTH : length, rate == null ? USUAL_RATE : rate);
        }
        if (medium == Medium.VIDEO || options.frames() != null && options.frames() > LoadOptions.FIRST_ONLY) {
            return new VideoFormat(
                    options.channels() == null ? 3 : options.channels(),
                    options.frames() == null ? USUAL_FRAMES : options.frames(),
                    options.height() == null ? USUAL_VIDEO_SIDE : options.height(),
                    options.width() == null ? USUAL_VIDEO_SIDE : options.width());
        }
        return new ImageFormat(
                options.channels() == null ? 1 : options.channels(),
                options.height() == null ? USUAL_SIDE : options.height(),
                options.width() == null ? USUAL_SIDE : options.width());
    }

    private static void describe(Json node, Architecture network) {
        node.put("parameters", network.trainedNumbers());
        node.put("multiply-adds", network.multiplyAdds());
        Json.Items layers = node.putArray("layers");
        for (Architecture.Placed placed : network.placed()) {
            Json layer = layers.addObject();
            layer.put("name", placed.name());
            Json.Items output = layer.putArray("output");
            placed.output().axes().forEach(output::add);
            layer.put("parameters", placed.trainedNumbers());
            layer.put("multiply-adds", placed.layer().multiplyAdds(placed.input()));
        }
    }
}
