package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.source.PairSide;
import dev.duello.learn.SettingException;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that describe an experiment; each is a short name for a key of the YAML file. */
final class ExperimentOptions {
    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            completionCandidates = Completions.Data.class,
            description =
                    "Images, sounds, shapes or texts: a name from `duello data list`, a folder, an archive, IDX or CIFAR files.")
    @Nullable
    String data;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            completionCandidates = Completions.Presets.class,
            description =
                    "The preset that provides the defaults. GANs: auto (default), r3gan, sngan, wgan-gp, dcgan, private, mlp, and "
                            + "wavegan and specgan for sounds, video for videos, voxel for shapes, text for texts. Image to image: pix2pix, sr, cyclegan, cut. Others: vae, beta-vae, "
                            + "vae-gan, autoencoder, classifier. Each also as "
                            + "-tiny (half as wide), -small (the same as without) or -base (four times as wide, for a GPU).")
    @Nullable
    String preset;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            completionCandidates = Completions.Tasks.class,
            description =
                    "Learn to make each image from what is left of it: colorize, inpaint, super-resolution, denoise, deblur or"
                            + " edges, some with a number as in super-resolution:4. The preset is pix2pix, or sr.")
    @Nullable
    String task;

    @Option(
            names = "--pairs",
            arity = "1..2",
            paramLabel = "NAME|PATH",
            description =
                    "Learn to make each image of the second from that of the same name in the first. Or, for files that hold both"
                            + " side by side: side-by-side FOLDER. Or one FILE.csv with the paths of a source and its target in each"
                            + " line.")
    List<String> pairs = List.of();

    @Option(
            names = "--unpaired",
            arity = "2",
            paramLabel = "NAME|PATH",
            description =
                    "Learn to make images like those of the second from those of the first, none of which belong together.")
    List<String> unpaired = List.of();

    @Option(names = "--size", paramLabel = "HxW", description = "Size of the images; from the data by default.")
    @Nullable
    String size;

    @Option(
            names = "--channels",
            paramLabel = "1|3|4",
            description = "Gray, color, color with transparency; from the data by default.")
    @Nullable
    String channels;

    @Option(names = "--length", paramLabel = "N", description = "Samples of each sound; from the data by default.")
    @Nullable
    String length;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Samples in a second of each sound; 16000 by default, or fewer where the files have fewer.")
    @Nullable
    String rate;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description =
                    "Frames of each clip of a video; 16 by default. 1 makes images of the first frame of animations.")
    @Nullable
    String frames;

    @Option(names = "--kimg", paramLabel = "N", description = "Length of the training in thousands of images.")
    @Nullable
    String kimg;

    @Option(names = "--batch", paramLabel = "N", description = "Images in a step.")
    @Nullable
    String batch;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same training.")
    @Nullable
    String seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of threads; by default one for each processor.")
    @Nullable
    String threads;

    @Option(names = "--device", paramLabel = "NAME", description = "auto (default), cpu, cuda or mps.")
    @Nullable
    String device;

    @Option(names = "--precision", paramLabel = "NAME", description = "auto (default), fp32 or bf16.")
    @Nullable
    String precision;

    @Option(
            names = "--watch",
            paramLabel = "METRIC",
            description =
                    "Metric measured during training, by which the best checkpoint is chosen: fid (default), kid, ... or none.")
    @Nullable
    String watch;

    @Option(
            names = "--until",
            paramLabel = "GOALS",
            description = "Stop when a goal is reached, such as \"fid<20\" or \"fid<20,recall>0.3\".")
    @Nullable
    String until;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop when the metric has not improved for N evaluations and is getting worse.")
    @Nullable
    String patience;

    @Option(
            names = "--epsilon",
            paramLabel = "N",
            description =
                    "Train with differential privacy, and stop before this epsilon is exceeded; the preset is private.")
    @Nullable
    String epsilon;

    @Option(
            names = "--delta",
            paramLabel = "N",
            description = "The chance that a promise of privacy leaves out; 1e-5 by default, less for many images.")
    @Nullable
    String delta;

    @Option(
            names = "--public",
            paramLabel = "NAME|PATH",
            description =
                    "With --epsilon: images that anybody may see, to measure on and to show; held-out for the part of"
                            + " the data that no training sees.")
    @Nullable
    String publicData;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file of settings; flags override it.")
    @Nullable
    Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting, such as generator.width=96; `--dry-run` shows them all.")
    Map<String, String> settings = new LinkedHashMap<>();

    /** Whether the command line says how long to train. */
    boolean tellsLength() {
        return kimg != null || settings.containsKey("training.kimg") || settings.containsKey("training.anneal-kimg");
    }

    /** The experiment as far as it is known without the images. */
    Experiment read() {
        return ExperimentReader.read(config, all());
    }

    /** The experiment for these images, nothing left open. */
    Experiment readFor(Dataset images) {
        return ExperimentReader.readFor(images, config, all());
    }

    /** The preset that other flags ask for; null for the default. */
    private @Nullable String implied() {
        if (task != null) {
            boolean restoresDetail = task.startsWith("super-resolution") || task.matches("(denoise|deblur)(:.*)?");
            return restoresDetail ? "sr" : "pix2pix";
        }
        if (!pairs.isEmpty()) {
            return "pix2pix";
        }
        if (!unpaired.isEmpty()) {
            return "cyclegan";
        }
        return epsilon != null ? "private" : null;
    }

    /** Sources and targets. */
    private static List<String> sides(List<String> pairs) {
        if (pairs.size() == 2) {
            return pairs.getFirst().equals("side-by-side")
                    ? List.of(PairSide.LEFT_HALF.of(pairs.get(1)), PairSide.RIGHT_HALF.of(pairs.get(1)))
                    : pairs;
        }
        String one = pairs.getFirst();
        if (pairs.size() == 1 && one.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return List.of(PairSide.SOURCE_COLUMN.of(one), PairSide.TARGET_COLUMN.of(one));
        }
        throw new SettingException(
                "--pairs takes two names or paths, sources and targets; or side-by-side and a folder; or one FILE.csv.");
    }

    private Map<String, String> all() {
        boolean areTwo = !pairs.isEmpty() || !unpaired.isEmpty();
        if (areTwo && data != null) {
            throw new SettingException(
                    "--pairs and --unpaired name the images that are made as their second, so that --data has nothing to"
                            + " name: leave it out.");
        }
        if (areTwo && task != null || !pairs.isEmpty() && !unpaired.isEmpty()) {
            throw new SettingException(
                    "--task, --pairs and --unpaired each say what images are made from: leave one out.");
        }
        Map<String, @Nullable String> flags = new LinkedHashMap<>();
        flags.put("preset", preset == null && config == null ? implied() : preset);
        List<String> both = pairs.isEmpty() ? unpaired : sides(pairs);
        flags.put("data.source", both.isEmpty() ? data : both.get(1));
        flags.put("source.from", both.isEmpty() ? null : both.getFirst());
        flags.put("source.task", task);
        flags.put("data.size", size);
        flags.put("data.channels", channels);
        flags.put("data.length", length);
        flags.put("data.rate", rate);
        flags.put("data.frames", frames);
        flags.put("training.kimg", kimg);
        flags.put("training.batch", batch);
        flags.put("training.seed", seed);
        flags.put("evaluation.metric", watch);
        flags.put("evaluation.until", until);
        flags.put("evaluation.patience", patience);
        flags.put("privacy.epsilon", epsilon);
        flags.put("privacy.delta", delta);
        flags.put("privacy.public", publicData);
        flags.put("machine.threads", threads);
        flags.put("machine.device", device);
        flags.put("machine.precision", precision);
        Map<String, String> all = new LinkedHashMap<>(settings);
        flags.forEach((key, value) -> {
            if (value != null) {
                all.put(key, value);
            }
        });
        return all;
    }
}
