package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.learn.Critic;
import dev.duello.learn.PrivacySettings;
import dev.duello.privacy.audit.Canaries;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingException;
import dev.duello.train.TrainingRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "test",
        description =
                "Trains once on your images and on canaries, images of noise that a coin includes or not, and proves by"
                        + " guesses about the coins a lower bound of epsilon (Steinke et al., 2023).",
        footer = {
            "",
            "A bound above the promise proves an error in the training, and the exit code is 1. A bound below it proves nothing.",
            "The run is for the test only: canaries spoil its samples."
        },
        mixinStandardHelpOptions = true)
final class PrivacyTestCommand implements Callable<Integer> {
    private static final double SIGNIFICANCE = 0.05;
    /** Where nothing is promised. */
    private static final double USUAL_DELTA = 1e-5;

    private static final int FEWEST = 40;

    @Mixin
    private ExperimentOptions experimentOptions = new ExperimentOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Option(
            names = "--canaries",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many coins are thrown (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--out", paramLabel = "DIR", description = "The run; a new one in runs by default.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(count >= FEWEST, "--canaries must be at least " + FEWEST + ", not " + count + ".");
        require(
                experimentOptions.settings.getOrDefault("data.held-out", "0").equals("0"),
                "data.held-out must be 0: a canary that is kept out of the training tells nothing.");
        experimentOptions.settings.put("data.held-out", "0");
        if (experimentOptions.epsilon != null) {
            // Guesses are by the discriminator, which must have moved: what is tested are its steps.
            experimentOptions.settings.putIfAbsent("privacy.embedding.share", "0");
        }
        if (experimentOptions.watch == null) {
            experimentOptions.watch = "none";
        }
        Torch.loadAside();
        DataSettings data = experimentOptions.read().data();
        try (Dataset images = Datasets.open(data.source(), data.loadOptions(Split.TRAIN))) {
            try (Canaries canaries = Canaries.of(images, count, System.nanoTime())) {
                return test(images, canaries);
            }
        }
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private int test(Dataset images, Canaries canaries) {
        Dataset with = canaries.addedTo(images);
        Experiment experiment = experimentOptions.readFor(with);
        Path path = out == null ? RunDirectory.defaultPath(experiment) : out;
        PrivacySettings promise;
        try (EvaluationProgressLine measuring =
                        new EvaluationProgressLine(spec.commandLine().getErr(), outputOptions.quiet);
                TrainingRun run = TrainingRun.start(experiment, with, path, measuring)) {
            TrainingProgress progress =
                    new TrainingProgress(spec.commandLine().getErr(), run, null, outputOptions.quiet);
            progress.announce(run, with);
            Interruption.stopBy(run::requestStop);
            try {
                if (run.train(progress).reason() == TrainingEvent.Stopped.Reason.INTERRUPTED) {
                    throw new TrainingException("The test was stopped. It cannot be resumed: start it again.");
                }
            } finally {
                progress.close();
            }
            promise = run.experiment().settings().privacy();
        }
        double delta = promise.isOn() ? promise.delta() : USUAL_DELTA;
        Canaries.Result result = canaries.guess(scores(path, canaries), delta, SIGNIFICANCE);
        boolean contradicted = promise.isOn() && result.epsilon() > promise.epsilon();
        report(path, canaries, promise, result, contradicted);
        return contradicted ? 1 : 0;
    }

    /** The discriminator's logit of each canary, as an image of its class where there are any. */
    private double[] scores(Path path, Canaries canaries) {
        try (TrainedModel model = TrainedModel.open(path)) {
            Critic critic = model.model()
                    .critic()
                    .orElseThrow(() -> new TrainingException("There is no discriminator to ask about canaries."));
            return DiscriminatorScores.of(critic, model, canaries.images());
        }
    }

    private void report(
            Path path, Canaries canaries, PrivacySettings promise, Canaries.Result result, boolean contradicted) {
        Json json = Json.object()
                .put("run", path.toString())
                .put("canaries", result.audit().canaries())
                .put("included", canaries.includedCount())
                .put("guesses", result.audit().guesses())
                .put("correct", result.audit().correct())
                .put("epsilon-lower-bound", result.epsilon())
                .put("significance", SIGNIFICANCE)
                .put("contradicted", contradicted);
        if (promise.isOn()) {
            json.putObject("promised").put("epsilon", promise.epsilon()).put("delta", promise.delta());
        }
        AtomicFiles.writeText(path.resolve("canaries.json"), json + System.lineSeparator());
        if (outputOptions.json) {
            json.print(spec.commandLine().getOut());
        } else {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "Of %,d canaries %,d were trained on. %,d of %,d guesses were right: epsilon is at least %.3f"
                                    + " (%.0f %% confidence).%n%s%n",
                            result.audit().canaries(),
                            canaries.includedCount(),
                            result.audit().correct(),
                            result.audit().guesses(),
                            result.epsilon(),
                            100 * (1 - SIGNIFICANCE),
                            conclusion(promise, contradicted));
        }
        spec.commandLine().getOut().flush();
    }

    private static String conclusion(PrivacySettings promise, boolean contradicted) {
        if (!promise.isOn()) {
            return "No privacy was promised.";
        }
        return contradicted
                ? String.format("That contradicts the promise of %.3g: something is wrong.", promise.epsilon())
                : String.format("The promise of %.3g is not contradicted, which does not prove it.", promise.epsilon());
    }
}
