package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.group.Leader;
import dev.duello.group.Place;
import dev.duello.learn.PrivacySettings;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        name = "resume",
        description = "Resumes a training from its latest checkpoint, bit for bit.",
        footer = {
            "",
            "With other threads, another precision or another device, the training is as good, but not equal bit"
                    + " for bit to one that was not interrupted."
        },
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path path;

    @Option(names = "--kimg", paramLabel = "N", description = "A new length in thousands of images.")
    private double kimg;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of threads from now on; 0 for one for each processor.")
    private @Nullable Integer threads;

    @Option(names = "--device", paramLabel = "NAME", description = "Device from now on: auto, cpu, cuda or mps.")
    private @Nullable String device;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "Precision from now on: auto, fp32 or bf16; auto if the device changes.")
    private @Nullable String precision;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Train for a time from now, such as 10m, 1h30m or 90s; schedules are stretched to end at that time.")
    private @Nullable Duration time;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "New path of the same images, if they were moved; it is stored in the run.")
    private @Nullable String data;

    @Option(
            names = "--epsilon",
            paramLabel = "N",
            description = "A new promise of privacy, for all steps from the first on; with --kimg to go on for longer.")
    private double epsilon;

    @Mixin
    private GroupOptions groupOptions = new GroupOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        if (time != null && kimg > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--for and --kimg were both given: one decides how much longer it trains.");
        }
        Experiment.Group group = RunDirectory.open(path).experiment().machine().group();
        Optional<Place> place = GroupOptions.place();
        if (place.isPresent()) {
            return GroupOptions.join(place.get(), group, leader -> resume(start, leader));
        }
        int processes = groupOptions.processes == null ? group.processes() : groupOptions.processes;
        return processes > 1 ? launch(group, processes) : resume(start, null);
    }

    /** Goes on with a run, with all that its settings say, as the first process of a group. */
    static int resume(Path run, Leader leader, OutputOptions outputOptions, CommandSpec spec) {
        ResumeCommand command = new ResumeCommand();
        command.path = run;
        command.outputOptions = outputOptions;
        command.spec = spec;
        return command.resume(System.nanoTime(), leader);
    }

    private int launch(Experiment.Group group, int processes) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (groupOptions.processes == null && processes > processors) {
            throw new ParameterException(
                    spec.commandLine(),
                    path + " was trained by " + processes + " processes, and this machine has " + processors
                            + (processors == 1 ? " processor" : " processors")
                            + ": say how many are to go on with it, such as --processes 1.");
        }
        List<String> words = ChildArguments.of(spec, List.of());
        return new LocalProcesses(
                        processes,
                        groupOptions.restarts,
                        path,
                        Duration.ofMillis(Math.round(group.timeout() * 1000)),
                        spec.commandLine().getErr())
                .run(words, words);
    }

    private int resume(long start, @Nullable Leader leader) {
        Torch.loadAside();
        Experiment experiment = RunDirectory.open(path).experiment();
        try (Dataset images = open(experiment);
                EvaluationProgressLine measuring =
                        new EvaluationProgressLine(spec.commandLine().getErr(), outputOptions.quiet);
                TrainingRun run = TrainingRun.resume(
                        path, images, kimg, machine(experiment.machine()), data, epsilon, measuring, leader)) {
            tellMachine(experiment.machine(), run.experiment().machine());
            if (time != null && run.privacyPlan().isPresent()) {
                throw new ParameterException(
                        spec.commandLine(), "--for does not go with a private training: give --kimg instead.");
            }
            tellPromise(
                    experiment.settings().privacy().epsilon(),
                    run.experiment().settings().privacy());
            if (time != null) {
                run.endWithin(time, start);
            }
            return TrainingSession.run(run, images, time, outputOptions, spec);
        }
    }

    private Dataset open(Experiment experiment) {
        DataSettings stored = experiment.data();
        try {
            return Datasets.open(data == null ? stored.source() : data, stored.loadOptions(Split.TRAIN));
        } catch (DataException e) {
            throw data != null || DatasetLocation.exists(stored.source())
                    ? e
                    : new DataException(
                            e.getMessage() + " If the images that " + path
                                    + " was trained on are elsewhere now: duello resume " + ShellQuoting.quote(path)
                                    + " --data NEW.",
                            e);
        }
    }

    private Experiment.@Nullable Machine machine(Experiment.Machine before) {
        if (threads == null && device == null && precision == null) {
            return null;
        }
        String samePrecision = device == null || device.equals(before.device()) ? before.precision() : "auto";
        return new Experiment.Machine(
                device == null ? before.device() : device,
                precision == null ? samePrecision : precision,
                threads == null ? before.threads() : threads,
                before.group());
    }

    private void tellMachine(Experiment.Machine before, Experiment.Machine now) {
        if (!now.equals(before) && !outputOptions.quiet) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "Resumes with %s instead of %s: not equal bit for bit to a training that was not"
                                    + " interrupted.%n",
                            words(now), words(before));
        }
    }

    private void tellPromise(double before, PrivacySettings now) {
        if (now.epsilon() != before && !outputOptions.quiet) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "The promise is now epsilon %s at delta %s, for all steps from the first on; it was %s.%n",
                            PrivacyText.number(now.epsilon()),
                            PrivacyText.number(now.delta()),
                            PrivacyText.number(before));
        }
    }

    private static String words(Experiment.Machine machine) {
        return machine.threads() + (machine.threads() == 1 ? " thread" : " threads") + " on " + machine.device()
                + " in " + machine.precision()
                + (machine.group().processes() == 1
                        ? ""
                        : ", " + machine.group().processes() + " processes");
    }
}
