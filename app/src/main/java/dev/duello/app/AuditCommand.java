package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.learn.Critic;
import dev.duello.learn.PrivacySettings;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.privacy.audit.AuditReport;
import dev.duello.privacy.audit.AuditSubject;
import dev.duello.privacy.audit.Auditor;
import dev.duello.privacy.audit.Discriminator;
import dev.duello.privacy.audit.PrivacyRegion;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
        name = "audit",
        description = "Attacks a run, or samples made by any tool: do they give away who was in the training data?",
        footer = {
            "",
            "An audit that finds nothing proves nothing: it shows what these attacks would have detected.",
            "Of a run, training images and those kept out of the training are known. Otherwise name both."
        },
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run.")
    private @Nullable Path run;

    @Option(
            names = "--samples",
            paramLabel = "FOLDER|NPY",
            description = "In the place of a run: samples that any tool made.")
    private @Nullable String samples;

    @Option(
            names = "--members",
            paramLabel = "NAME|PATH",
            description = "What was trained on; by default what the run was trained on.")
    private @Nullable String members;

    @Option(
            names = "--non-members",
            paramLabel = "NAME|PATH",
            description =
                    "Others of the same source that were not trained on; by default what the run kept out, or the test"
                            + " part of the data.")
    private @Nullable String nonMembers;

    @Option(
            names = "--reference",
            paramLabel = "RUN",
            description = "A run on other data of the same kind: it tells how unusual each image is.")
    private @Nullable Path reference;

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            description = "Draw what differential privacy with it allows; what a private run promised by default.")
    private @Nullable Double epsilon;

    @Option(
            names = "--delta",
            paramLabel = "D",
            defaultValue = "1e-5",
            description = "Beside --epsilon (default: ${DEFAULT-VALUE}).")
    private double delta;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "10000",
            description = "Samples, members and non-members at most (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--features",
            paramLabel = "NETWORK",
            defaultValue = "auto",
            description = "auto, classifier, random, inception-legacy, inception-clean (default: ${DEFAULT-VALUE}).")
    private String features;

    @Option(names = "--seed", paramLabel = "N", description = "Of the samples that a run makes; 0 by default.")
    private long seed;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Receives audit.html, audit.json, roc.png and suspicious.png; the run by default, or audit.")
    private @Nullable Path out;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    /** What was opened, the newest first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @Override
    public Integer call() {
        require((run == null) != (samples == null), "Name either a run or --samples FOLDER.");
        require(
                samples == null || members != null,
                "Of samples made elsewhere, the training data must be named: --members.");
        require(!checkpoint.isGiven() || run != null, "--checkpoint is for a run.");
        require(count >= AuditSubject.FEWEST, "-n must be at least " + AuditSubject.FEWEST + ", not " + count + ".");
        require(
                FeatureNetworks.NAMES.contains(features),
                "--features is one of " + String.join(", ", FeatureNetworks.NAMES) + ", not '" + features + "'.");
        PrivacyRegion allowed = allowed();
        DiskSpace.requireWritable(folder().resolve("audit.html"), "Name another folder with -o.");
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        try {
            if (run != null) {
                auditRun(run, allowed);
            } else {
                auditSamples(String.valueOf(samples), String.valueOf(members), allowed);
            }
            return 0;
        } finally {
            opened.forEach(AuditCommand::close);
        }
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private @Nullable PrivacyRegion allowed() {
        if (epsilon == null) {
            return null;
        }
        try {
            return new PrivacyRegion(epsilon, delta);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private <C extends AutoCloseable> C keep(C closeable) {
        opened.push(closeable);
        return closeable;
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was trained on and what was not, with the set whose feature network both are looked at with. */
    private record Parts(
            Dataset whole, Dataset members, @Nullable Dataset nonMembers) {}

    private void auditRun(Path path, @Nullable PrivacyRegion allowed) {
        Experiment experiment = RunDirectory.open(path).experiment();
        TrainedModel model = keep(checkpoint.open(path));
        Parts parts = members == null ? partsOf(path, experiment, model) : named(members, model.format());
        String name = String.format(
                "%s at %.1f kimg", path.toAbsolutePath().normalize().getFileName(), model.imagesSeen() / 1000.0);
        ImageSource made = samplesOf(model);
        report(
                name,
                made,
                parts,
                model.model().critic().map(critic -> asked(critic, model)).orElse(null),
                allowed);
    }

    /** What a private training promised, or null. */
    private static @Nullable PrivacyRegion promised(Experiment experiment) {
        PrivacySettings privacy = experiment.settings().privacy();
        return privacy.isOn() ? new PrivacyRegion(privacy.epsilon(), privacy.delta()) : null;
    }

    private Parts partsOf(Path path, Experiment experiment, TrainedModel model) {
        String source = experiment.data().source();
        Dataset whole;
        try {
            whole = keep(Datasets.open(source, experiment.data().loadOptions(Split.TRAIN)));
        } catch (DataException e) {
            throw new DataException(
                    e.getMessage() + " If the images that " + path
                            + " was trained on are elsewhere now, name the place with --members, and others with"
                            + " --non-members.",
                    e);
        }
        if (!experiment.fingerprint(whole).equals(model.dataFingerprint())) {
            throw new DataException("The images of '" + source + "' are not those that " + path
                    + " was trained on: files were added, removed or changed. Name those that it was trained on with"
                    + " --members, and others with --non-members.");
        }
        Dataset part = experiment.trainingPart(whole);
        return new Parts(whole, part, nonMembers == null ? part.heldOut() : others(nonMembers, model.format()));
    }

    private Parts named(String source, @Nullable SampleFormat format) {
        Dataset set = keep(
                Datasets.open(source, format == null ? LoadOptions.DEFAULT : LoadOptions.DEFAULT.withFormat(format)));
        requireAlike(set, format);
        Dataset other = nonMembers == null ? set.heldOut() : others(nonMembers, set.format());
        if (other != null && other.fingerprint().equals(set.fingerprint())) {
            throw new DataException("Members and non-members are the same images, so there is nothing to distinguish.");
        }
        return new Parts(set, set, other);
    }

    private Dataset others(String source, SampleFormat format) {
        Dataset set = keep(Datasets.open(source, LoadOptions.DEFAULT.withFormat(format)));
        requireAlike(set, format);
        return set;
    }

    /** A folder of another medium is opened as what it holds. */
    private static void requireAlike(Dataset set, @Nullable SampleFormat format) {
        if (format != null && set.format().medium() != format.medium()) {
            throw new DataException(
                    set.name() + " holds " + set.format().medium().plural() + ", and "
                            + format.medium().plural() + " are audited.");
        }
    }

    private ImageSource samplesOf(TrainedModel model) {
        try (ProgressLine line =
                ProgressLine.on(spec.commandLine().getErr(), ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
            return keep(EvaluatedImages.of(model, count, seed, List.of(), line)).source();
        }
    }

    private void auditSamples(String made, String source, @Nullable PrivacyRegion allowed) {
        if (made.endsWith(".npy")) {
            ImageSource array =
                    keep(EvaluatedImages.ofArray(Path.of(made), count)).source();
            report(made, array, named(source, array.format()), null, allowed);
        } else {
            Parts parts = named(source, null);
            ImageSource images = keep(EvaluatedImages.of(made, Split.TRAIN, parts.whole.format(), count))
                    .source();
            report(made, images, parts, null, allowed);
        }
    }

    private static Discriminator asked(Critic critic, TrainedModel model) {
        return (pixels, some) -> {
            try (var _ = TensorScope.open()) {
                return critic.logits(model.format()
                                .toTensor(pixels, some, model.model().device()))
                        .toDoubles();
            }
        };
    }

    private void report(
            String name,
            ImageSource made,
            Parts parts,
            @Nullable Discriminator discriminator,
            @Nullable PrivacyRegion allowed) {
        TrainedModel other = reference == null ? null : keep(TrainedModel.open(reference));
        ImageSource otherSamples = other == null ? null : samplesOf(other);
        Discriminator otherDiscriminator = other == null
                ? null
                : other.model().critic().map(critic -> asked(critic, other)).orElse(null);
        AuditReport report;
        try (EvaluationProgressLine progress =
                        new EvaluationProgressLine(spec.commandLine().getErr(), outputOptions.quiet);
                FeatureNetwork network = FeatureNetworks.open(features, parts.whole, progress)) {
            report = Auditor.audit(
                    new AuditSubject(
                            made,
                            parts.members,
                            parts.nonMembers,
                            network,
                            count,
                            discriminator,
                            otherSamples,
                            otherDiscriminator),
                    progress);
        } catch (IllegalArgumentException e) {
            throw new DataException(name + " cannot be audited: " + e.getMessage(), e);
        }
        write(name, report, made, parts.members, allowed);
    }

    private Path folder() {
        return out != null ? out : run != null ? run : Path.of("audit");
    }

    private void write(
            String name, AuditReport report, ImageSource made, Dataset trained, @Nullable PrivacyRegion allowed) {
        Path folder = folder();
        AuditPictures pictures = new AuditPictures(report, made, trained);
        Json json = AuditJson.of(name, report, allowed);
        AtomicFiles.write(
                folder.resolve("suspicious.png"), file -> Files.write(file, PngFiles.encode(pictures.strip())));
        if (!report.attacks().isEmpty()) {
            RocPlot plot = new RocPlot(report, allowed);
            PlotCanvas.Picture picture = new PlotCanvas.Picture(RocPlot.WIDTH, plot.height(), 2, 13);
            plot.draw(picture);
            AtomicFiles.write(folder.resolve("roc.png"), file -> Files.write(file, PngFiles.encode(picture.image())));
        }
        AtomicFiles.writeText(folder.resolve("audit.json"), json + System.lineSeparator());
        AtomicFiles.writeText(folder.resolve("audit.html"), AuditPage.of(name, report, allowed, pictures));
        if (outputOptions.json) {
            json.print(spec.commandLine().getOut());
        } else {
            spec.commandLine().getOut().print(AuditWords.table(report, allowed));
            spec.commandLine().getOut().println("page " + folder.resolve("audit.html"));
        }
        spec.commandLine().getOut().flush();
    }
}
