package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.group.Leader;
import dev.duello.group.Place;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingRun;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a GAN on images. With no options: Fashion-MNIST, a few minutes.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions experimentOptions = new ExperimentOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Mixin
    private GroupOptions groupOptions = new GroupOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "The run directory; a new one under runs/ by default.")
    private @Nullable Path out;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Train for a time such as 10m, 1h30m or 90s; the length in kimg is determined from the speed of this machine.")
    private @Nullable Duration time;

    @Option(names = "--dry-run", description = "Print the resolved experiment and the networks, then stop.")
    private boolean dryRun;

    @Option(
            names = "--show-task",
            paramLabel = "FILE",
            description = "Write a picture of what is to be learned, each source above its target, then stop.")
    private @Nullable Path showTask;

    @Option(names = "--studio", description = "Also open the studio to watch the training; see duello studio.")
    private boolean studio;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        if (time != null && experimentOptions.tellsLength()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--for and a length in kimg were both given: one decides how long it trains, so leave out the"
                            + " other.");
        }
        if (groupOptions.processes != null) {
            experimentOptions.settings.put("machine.group.processes", String.valueOf(groupOptions.processes));
        }
        Experiment asked = experimentOptions.read();
        boolean trains = !dryRun && showTask == null;
        Optional<Place> place = trains ? GroupOptions.place() : Optional.empty();
        if (place.isPresent()) {
            shareThreads(asked, place.get().localSize());
            return GroupOptions.join(place.get(), asked.machine().group(), leader -> train(start, leader));
        }
        int processes = asked.machine().group().processes();
        return trains && processes > 1 ? launch(asked, processes) : train(start, null);
    }

    private void shareThreads(Experiment asked, int processesHere) {
        if (asked.machine().threads() == 0) {
            experimentOptions.threads = String.valueOf(GroupOptions.threadsOfEach(processesHere));
        }
    }

    private int launch(Experiment asked, int processes) {
        Path path = out == null ? RunDirectory.defaultPath(asked) : out;
        Duration timeout = Duration.ofMillis(Math.round(asked.machine().group().timeout() * 1000));
        List<String> words = ChildArguments.of(spec, out == null ? List.of("--out", path.toString()) : List.of());
        List<String> again = new ArrayList<>(List.of("resume", path.toString()));
        if (outputOptions.quiet) {
            again.add("--quiet");
        }
        if (outputOptions.json) {
            again.add("--json");
        }
        return new LocalProcesses(
                        processes,
                        groupOptions.restarts,
                        path,
                        timeout,
                        spec.commandLine().getErr())
                .run(words, again);
    }

    private int train(long start, @Nullable Leader leader) {
        Torch.loadAside();
        Path given = out;
        if (leader != null
                && given != null
                && GroupRun.isBegun(given, spec.commandLine().getErr())) {
            return ResumeCommand.resume(given, leader, outputOptions, spec);
        }
        Experiment asked = experimentOptions.read();
        DataSettings data = asked.data();
        try (Dataset images = Datasets.open(data.source(), data.loadOptions(Split.TRAIN))) {
            Warnings.skippedFiles(images, spec.commandLine().getErr());
            if (!outputOptions.quiet) {
                Warnings.notes(images, spec.commandLine().getErr());
            }
            // With their sources, where images are made of others: opened here, so that what is found there is told
            // once.
            Dataset samples = asked.samples(images);
            try {
                return train(start, leader, images, samples);
            } finally {
                if (samples != images) {
                    samples.close();
                }
            }
        }
    }

    private int train(long start, @Nullable Leader leader, Dataset images, Dataset samples) {
        Experiment experiment = experimentOptions.readFor(samples);
        if (showTask != null) {
            showTask(samples, showTask);
            return 0;
        }
        if (dryRun) {
            print(experiment, samples, spec.commandLine().getOut());
            return 0;
        }
        if (time != null && experiment.settings().privacy().isOn()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--for finds the length while it trains, and the noise of a private training depends on it: give"
                            + " --kimg instead.");
        }
        Path path = out == null ? RunDirectory.defaultPath(experiment) : out;
        try (EvaluationProgressLine measuring =
                        new EvaluationProgressLine(spec.commandLine().getErr(), outputOptions.quiet);
                TrainingRun run = TrainingRun.start(experiment, samples, path, measuring, leader)) {
            if (time != null) {
                run.endWithin(time, start);
            }
            if (studio) {
                StudioCommand.serveBeside(path);
            }
            if (!outputOptions.quiet) {
                Warnings.groups(experiment.data(), images, spec.commandLine().getErr());
                var system = ManagementFactory.getOperatingSystemMXBean();
                Warnings.busyMachine(
                        run.experiment().machine().threads(),
                        system.getSystemLoadAverage(),
                        system.getAvailableProcessors(),
                        spec.commandLine().getErr());
            }
            return TrainingSession.run(run, samples, time, outputOptions, spec);
        }
    }

    private void showTask(Dataset pairs, Path file) {
        TaskPicture.write(file, pairs);
        spec.commandLine().getOut().printf("%,d pairs, some of them in %s%n", pairs.size(), file);
        spec.commandLine().getOut().flush();
    }

    private static void print(Experiment experiment, Dataset images, PrintWriter out) {
        out.print(ExperimentReader.write(experiment));
        out.println();
        out.printf(
                "# %s: %,d %s of %s%n",
                images.name(), images.size(), images.format().medium().plural(), images.format());
        out.println();
        out.println(LayerTable.of(experiment.architectures()));
        out.flush();
    }
}
