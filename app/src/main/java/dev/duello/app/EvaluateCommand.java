package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.LoadOptions;
import dev.duello.export.ExportedFolder;
import dev.duello.metric.EvaluationResult;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.RunLog;
import dev.duello.train.TrainedModel;
import dev.duello.translate.TranslationSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = "Measures the quality of images: those of a run, or a folder or an array from any tool.",
        footer = {
            "",
            "Values can be compared if their protocol is the same: feature network, counts, data and split.",
            "For the values of real images: duello evaluate NAME --judged-split test --against NAME"
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN|FOLDER|NPY",
            description = "A run, an exported folder, a folder or archive of images, or a uint8 array.")
    private String judged;

    @Option(
            names = "--against",
            paramLabel = "NAME|PATH",
            description = "The real images; by default those that the run was trained on.")
    private @Nullable String against;

    @Option(
            names = "--split",
            paramLabel = "train|test",
            defaultValue = "train",
            description = "Which part of the real images (default: ${DEFAULT-VALUE}).")
    private Split split;

    @Option(
            names = "--judged-split",
            paramLabel = "train|test",
            description = "Which part of the evaluated images, for data with two parts; train by default.")
    private @Nullable Split judgedSplit;

    @Option(
            names = "--metrics",
            paramLabel = "NAMES",
            description = "Metrics such as fid,kid; by default all that can be measured.")
    private @Nullable String metrics;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "10000",
            description = "Maximum number of fakes and of real images (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--features",
            paramLabel = "NETWORK",
            defaultValue = "auto",
            description = "auto, classifier, random, inception-legacy, inception-clean (default: ${DEFAULT-VALUE}).")
    private String features;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the images that a run generates; 0 by default.")
    private long seed;

    @Option(names = "--html", paramLabel = "FILE", description = "The page; evaluation.html in the run by default.")
    private @Nullable Path html;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    private final List<String> notes = new ArrayList<>();
    private Optional<MeasuredLikelihood> likelihood = Optional.empty();

    @Override
    public Integer call() {
        require(count >= 2, "-n must be at least 2, not " + count + ".");
        require(
                FeatureNetworks.NAMES.contains(features),
                "--features is one of " + String.join(", ", FeatureNetworks.NAMES) + ", not '" + features + "'.");
        List<Metric> wanted;
        try {
            wanted = metrics == null ? List.of() : Metrics.parse(metrics);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        require(
                judgedSplit == null || !isRun() && !isArray() && !ExportedFolder.isOne(Path.of(judged)),
                "--judged-split is for data with a test part, and " + judged + " is "
                        + (isArray() ? "an array." : isRun() ? "a run." : "an exported folder."));
        require(
                !checkpoint.isGiven() || isRun(),
                "--checkpoint is for a run, and " + judged + (isArray() ? " is an array." : " is none."));
        DiskSpace.requireWritable(page(), "Name another file with --html.");
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        if (isRun()) {
            evaluateRun(wanted);
        } else {
            evaluateFiles(wanted);
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private boolean isRun() {
        return Files.isRegularFile(Path.of(judged).resolve("experiment.yaml"));
    }

    private boolean isArray() {
        return judged.endsWith(".npy");
    }

    private void evaluateRun(List<Metric> wanted) {
        Experiment experiment = RunDirectory.open(Path.of(judged)).experiment();
        if (experiment.settings() instanceof TranslationSettings settings) {
            evaluateTranslations(experiment, settings, wanted);
            return;
        }
        DataSettings data = experiment.data();
        try (TrainedModel gan = checkpoint.open(Path.of(judged));
                RealImages reals = openRealsOf(data, data.loadOptions(split).withFormat(gan.format()));
                ProgressLine line = progress();
                EvaluatedImages fakes =
                        EvaluatedImages.of(gan, count, seed, reals.images().classes(), line)) {
            line.end();
            String name = titled(Path.of(judged), gan);
            if (against == null) {
                likelihood = MeasuredLikelihood.of(
                        gan, RunDirectory.open(Path.of(judged)).experiment(), seed);
            }
            likelihood.ifPresent(found -> notes.add(found.sentence()));
            report(judge(name, fakes.source(), reals, wanted));
        }
    }

    private static String titled(Path path, TrainedModel model) {
        return String.format(
                "%s at %.1f kimg", path.toAbsolutePath().normalize().getFileName(), model.imagesSeen() / 1000.0);
    }

    private void evaluateTranslations(Experiment experiment, TranslationSettings settings, List<Metric> wanted) {
        require(
                against == null && judgedSplit == null && html == null,
                "A run that translates images is compared with the targets of its own held-out images, and no page is written:"
                        + " leave out --against, --judged-split and --html.");
        try (TrainedModel model = checkpoint.open(Path.of(judged));
                EvaluationProgressLine progress =
                        new EvaluationProgressLine(spec.commandLine().getErr(), outputOptions.quiet)) {
            TranslationEvaluation found = TranslationEvaluation.of(
                    experiment,
                    settings,
                    model,
                    wanted,
                    new TranslationEvaluation.Options(count, features, seed),
                    progress);
            Path picture = Path.of(judged, "translations.png");
            found.writePicture(picture);
            Json json = found.json(judged).put("picture", picture.toString());
            store(json);
            PrintWriter out = spec.commandLine().getOut();
            if (outputOptions.json) {
                json.print(out);
            } else {
                out.print(found.table());
                out.println("picture " + picture
                        + ": the four best and the four worst by psnr, as source, result and target");
            }
            out.flush();
        } catch (IllegalArgumentException e) {
            throw new DataException(judged + " cannot be measured: " + e.getMessage(), e);
        }
    }

    private void evaluateFiles(List<Metric> wanted) {
        String data = against;
        if (data == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    judged + " is no run, so the real images must be named: --against NAME or --against PATH.");
        }
        LoadOptions options = LoadOptions.DEFAULT.withSplit(split);
        Path path = Path.of(judged);
        if (ExportedFolder.isOne(path)) {
            try (TrainedModel model = TrainedModel.open(path);
                    RealImages reals =
                            openReals(data, options.withFit(model.fit()).withFormat(model.format()));
                    ProgressLine line = progress();
                    EvaluatedImages fakes = EvaluatedImages.of(
                            model, count, seed, reals.images().classes(), line)) {
                line.end();
                report(judge(titled(path, model), fakes.source(), reals, wanted));
            }
        } else if (isArray()) {
            try (EvaluatedImages fakes = EvaluatedImages.ofArray(Path.of(judged), count);
                    RealImages reals =
                            openReals(data, options.withFormat(fakes.source().format()))) {
                report(judge(judged, fakes.source(), reals, wanted));
            }
        } else {
            Split part = judgedSplit == null ? Split.TRAIN : judgedSplit;
            String name = judgedSplit == null ? judged : judged + " " + named(part);
            try (RealImages reals = openReals(data, options);
                    EvaluatedImages fakes =
                            EvaluatedImages.of(judged, part, reals.images().format(), count)) {
                notes.addAll(DataNotes.ofComparison(fakes.read(), reals.images()));
                report(judge(name, fakes.source(), reals, wanted));
            }
        }
    }

    private ProgressLine progress() {
        return ProgressLine.on(spec.commandLine().getErr(), ProgressLine.Unit.IMAGES, outputOptions.quiet);
    }

    /** Those that a run was trained on, unless others are named. */
    private RealImages openRealsOf(DataSettings data, LoadOptions options) {
        String source = against == null ? data.source() : against;
        try {
            return openReals(source, options);
        } catch (DataException e) {
            throw against != null || DatasetLocation.exists(source)
                    ? e
                    : new DataException(
                            e.getMessage() + " If the images that " + judged
                                    + " was trained on are elsewhere now, name the place with --against.",
                            e);
        }
    }

    private RealImages openReals(String source, LoadOptions options) {
        RealImages reals = RealImages.open(source, options);
        if (!outputOptions.quiet) {
            Warnings.skippedFiles(reals.images(), spec.commandLine().getErr());
        }
        return reals;
    }

    private EvaluationReport judge(String name, ImageSource fakes, RealImages compared, List<Metric> wanted) {
        Dataset reals = compared.images();
        if (fakes.count() < 2) {
            throw EvaluatedImages.tooFew(judged, fakes.count());
        }
        noteFewer("fakes", fakes.count());
        noteFewer("real images", reals.size());
        try (EvaluationProgressLine progress =
                        new EvaluationProgressLine(spec.commandLine().getErr(), outputOptions.quiet);
                Evaluator evaluator =
                        new Evaluator(reals, named(split), count, compared.network(features, progress), progress)) {
            EvaluationResult found = evaluator.judge(fakes, wanted);
            return new EvaluationReport(
                    name,
                    found,
                    isRun() ? RunLog.read(Path.of(judged)).alerts() : List.of(),
                    List.copyOf(notes),
                    TextBaseline.of(
                            evaluator, reals, found.evaluation().values().keySet(), fakes.count(), seed));
        } catch (IllegalArgumentException e) {
            // The metrics' own sentences: networks that diverged, images that are all the same.
            throw new DataException(judged + " cannot be measured: " + e.getMessage(), e);
        }
    }

    private static String named(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private void noteFewer(String what, int there) {
        // Without -n nobody asked for more than there is.
        if (there < count && spec.commandLine().getParseResult().hasMatchedOption("-n")) {
            notes.add(String.format("There are only %,d %s, fewer than %,d: all are used.", there, what, count));
        }
    }

    /** A run that may only be read can be measured, when the page goes elsewhere. */
    private void store(Json json) {
        try {
            StoredEvaluation.write(Path.of(judged), json);
        } catch (DataException e) {
            if (html == null) {
                throw e;
            }
            spec.commandLine().getErr().println(e.getMessage() + " `duello compare` will not know of this evaluation.");
        }
    }

    private Path page() {
        return html != null ? html : isRun() ? Path.of(judged, "evaluation.html") : Path.of("evaluation.html");
    }

    private void report(EvaluationReport report) {
        Path page = page();
        AtomicFiles.writeText(page, EvaluationPage.of(report));
        Json json = EvaluationJson.of(report).put("page", page.toString());
        likelihood.ifPresent(found -> found.putInto(json));
        if (isRun()) {
            store(json);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (outputOptions.json) {
            json.print(out);
        } else {
            report.notes().forEach(out::println);
            out.print(MetricTable.of(report.found(), report.baselines()));
            out.println("page " + page);
        }
        out.flush();
    }
}
