package dev.duello.train;

import static dev.duello.learn.SettingException.require;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.duello.data.Dataset;
import dev.duello.data.HeldOut;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sha256;
import dev.duello.data.image.ClusteredImages;
import dev.duello.learn.Compute;
import dev.duello.learn.FeatureMaps;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.PrivacySettings;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.metric.FeatureNetworks;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Shape;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a training. The keys of the YAML file are these names in kebab-case. Read one with {@link
 * ExperimentReader}.
 *
 * @param preset the named defaults that it started from
 * @param learner the kind of what is trained, one of {@link LearnerKinds}
 * @param settings those of the learner, whose keys stand at the top of the file
 */
public record Experiment(
        String preset,
        String learner,
        @JsonUnwrapped LearnerSettings settings,
        DataSettings data,
        Training training,
        Evaluation evaluation,
        Machine machine) {

    public Experiment {
        settings.checkBatch("training.batch", training.batch);
        if (training.microBatch > 0) {
            settings.checkBatch("training.micro-batch", training.microBatch);
        }
        LearnerKind kind = LearnerKinds.named(learner);
        if (evaluation.isOn() && !kind.isGenerative() && !kind.isTranslator()) {
            throw new SettingException("evaluation.metric: " + evaluation.metric + " measures made images, and a "
                    + learner + " makes none: set evaluation.metric=none.");
        }
        if (settings.privacy().isOn()) {
            checkPrivate(data, evaluation, machine, settings.privacy());
        } else if (Double.isFinite(StopRule.parse(evaluation.until).epsilon())) {
            throw new SettingException(
                    "evaluation.until: only a private training has an epsilon: set privacy.epsilon.");
        }
    }

    /** Refuses what would look at private samples beside the steps that are accounted for. */
    private static void checkPrivate(
            DataSettings data, Evaluation evaluation, Machine machine, PrivacySettings privacy) {
        if (data.labels().equals("cluster")) {
            throw new SettingException("data.labels: clusters are found by looking at all private images at once: with"
                    + " privacy.epsilon use the labels that there are, or ignore.");
        }
        if (evaluation.isOn() && privacy.publicData().isEmpty()) {
            throw new SettingException(
                    "evaluation.metric: " + evaluation.metric + " would be measured on the private images, and"
                            + " the best checkpoint chosen by them: with privacy.epsilon name images that anybody may see as"
                            + " privacy.public, or set evaluation.metric=none.");
        }
        if (machine.precision.equals("bf16")) {
            throw new SettingException("machine.precision: gradients of single records are clipped in fp32 only: with"
                    + " privacy.epsilon leave the precision out.");
        }
    }

    /**
     * @param kimg length, in thousands of images shown to the discriminator
     * @param annealKimg thousands of images over which schedules go from their first value to their last, or how that changed
     *     while a training was laid out for a time
     * @param batch images in a step
     * @param microBatch images in memory at once, a divisor of {@code batch}; 0 for all of them
     * @param clipNorm largest length of each network's gradient; 0 for no limit
     * @param seed of every random stream
     * @param sampleKimg distance between sample grids
     * @param checkpointKimg distance between checkpoints
     * @param keepCheckpoints how many of the newest stay
     */
    public record Training(
            double kimg,
            Annealing annealKimg,
            int batch,
            int microBatch,
            double clipNorm,
            long seed,
            double sampleKimg,
            double checkpointKimg,
            int keepCheckpoints) {
        public Training {
            require(kimg > 0 && kimg <= 1e9, "training.kimg", kimg, "more than 0, at most 1e9");
            double first = annealKimg.segments().getFirst().kimg();
            require(first > 0, "training.anneal-kimg", first, "more than 0");
            require(batch >= 2 && batch <= 65_536, "training.batch", batch, "2 to 65536");
            require(
                    microBatch == 0 || microBatch >= 2 && batch % microBatch == 0,
                    "training.micro-batch",
                    microBatch,
                    "0, or a divisor of training.batch from 2");
            require(clipNorm >= 0, "training.clip-norm", clipNorm, "0 or more");
            require(sampleKimg > 0, "training.sample-kimg", sampleKimg, "more than 0");
            require(checkpointKimg > 0, "training.checkpoint-kimg", checkpointKimg, "more than 0");
            require(keepCheckpoints >= 1, "training.keep-checkpoints", keepCheckpoints, "at least 1");
        }

        /** How gradients are computed, of either network. */
        GradientRule gradientRule(ProcessGroup group) {
            return GradientRule.of(clipNorm, microBatch, group);
        }

        /** Whether schedules take the whole length, so that those of another length do as well. */
        boolean stretches() {
            return annealKimg.kimg() == kimg || annealKimg.segments().size() > 1;
        }

        /** The length in images: the first whole number of batches that reaches {@code kimg}. */
        public long images() {
            return Math.ceilDiv(Math.round(kimg * 1000), batch) * batch;
        }
    }

    /**
     * What is measured while training goes on, and when that ends it.
     *
     * @param metric the one that decides which checkpoint is best, or {@code none}
     * @param features the feature network, one of {@link FeatureNetworks#NAMES}
     * @param until goals such as {@code fid<20,recall>0.3}, or {@code never}
     * @param patience evaluations without improvement, while the trend is for the worse, that end the training; 0 for none
     * @param kimg distance between evaluations
     * @param samples fakes in an evaluation
     */
    public record Evaluation(String metric, String features, String until, int patience, double kimg, int samples) {
        public Evaluation {
            // Not whether there are such metrics: a run that was measured by those of another library can be opened
            // without it.
            StopRule.parse(until);
            if (!FeatureNetworks.NAMES.contains(features)) {
                throw new SettingException("evaluation.features: '" + features + "' is not one of "
                        + String.join(", ", FeatureNetworks.NAMES) + ".");
            }
            require(patience >= 0, "evaluation.patience", patience, "0 or more");
            require(kimg > 0, "evaluation.kimg", kimg, "more than 0");
            require(samples >= 2 && samples <= 1_000_000, "evaluation.samples", samples, "2 to 1000000");
        }

        boolean isOn() {
            return !metric.equals("none");
        }

        /** @throws SettingException when a metric is not known here */
        void requireKnownMetrics() {
            if (isOn()) {
                StopRule.metric("evaluation.metric", metric);
            }
            StopRule.parse(until).metrics();
        }

        /** @throws SettingException when something is to end the training that is never measured */
        void refuseUnreachable() {
            if (isOn() || Double.isFinite(StopRule.parse(until).epsilon())) {
                return;
            }
            String never = !until.equals("never")
                    ? "evaluation.until: '" + until + "' can never be reached"
                    : patience > 0 ? "evaluation.patience: " + patience + " evaluations are never made" : null;
            if (never != null) {
                throw new SettingException(
                        never + " while evaluation.metric is none: name a metric to measure, such as fid.");
            }
        }
    }

    /**
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code mps}
     * @param precision {@code auto}, {@code fp32} or {@code bf16}
     * @param threads of one operation; 0 for one a processor
     * @param group the processes that train together
     */
    public record Machine(String device, String precision, int threads, Group group) {
        public Machine(String device, String precision, int threads) {
            this(device, precision, threads, Group.ALONE);
        }

        public Machine {
            if (!device.matches("auto|cpu|cuda|mps")) {
                throw new SettingException("machine.device: '" + device + "' is not auto, cpu, cuda or mps.");
            }
            if (!precision.matches("auto|fp32|bf16")) {
                throw new SettingException("machine.precision: '" + precision + "' is not auto, fp32 or bf16.");
            }
            require(threads >= 0 && threads <= 1024, "machine.threads", threads, "0 to 1024");
        }

        /** The same with every {@code auto} replaced by what this machine has. Loads the native library. */
        Machine resolved() {
            Device found = Device.resolve(device);
            return new Machine(
                    found.toString(),
                    Precision.resolve(precision, found).toString(),
                    threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                    group);
        }
    }

    /**
     * How processes train together.
     *
     * @param processes how many; a launcher decides where there is one
     * @param timeout seconds that a process may be silent, or let others wait for a sum
     * @param wire {@code fp32} or {@code bf16}: the type that gradients are sent and added in
     * @param batchNorm {@code local}: each process normalizes by the statistics of its share of a batch, or {@code synchronized}: all by
     *     those of the whole batch
     */
    public record Group(int processes, double timeout, String wire, String batchNorm) {
        /** The defaults. */
        static final Group ALONE = new Group(1, 60, "fp32", "local");

        public Group {
            require(processes >= 1 && processes <= 4096, "machine.group.processes", processes, "1 to 4096");
            require(timeout >= 1 && timeout <= 86_400, "machine.group.timeout", timeout, "1 to 86400");
            if (!wire.matches("fp32|bf16")) {
                throw new SettingException("machine.group.wire: '" + wire + "' is not fp32 or bf16.");
            }
            if (!batchNorm.matches("local|synchronized")) {
                throw new SettingException(
                        "machine.group.batch-norm: '" + batchNorm + "' is not local or synchronized.");
            }
        }

        /** Whether statistics of batches are those of all processes. */
        boolean isSynchronized() {
            return batchNorm.equals("synchronized");
        }

        /** The type that gradients are sent in. */
        public DType wireType() {
            return wire.equals("bf16") ? DType.BFLOAT16 : DType.FLOAT32;
        }

        /** The same for another number of processes. */
        public Group of(int others) {
            return new Group(others, timeout, wire, batchNorm);
        }
    }

    /** The format of the samples; only where it is given or resolved. */
    public SampleFormat format() {
        return data.format();
    }

    /** The shape of one sample, {@code [C, spatial...]}; only where the format is given or resolved. */
    public Shape sampleShape() {
        return new Shape(format().shape());
    }

    /**
     * What is learned from, before anything is kept out: the samples as they were opened, or, where images are made of others, with
     * their sources.
     *
     * @param opened all samples; keep them open as long
     * @return {@code opened} itself, or a set to be closed before it
     * @throws SettingException when they have no sources, or not such as are asked for
     */
    public Dataset samples(Dataset opened) {
        return opened.sources() == null ? settings.samples(opened, data.source(), training.seed) : opened;
    }

    /**
     * The same for known samples, as {@link #samples} gives them: nothing of the data is left open.
     *
     * @throws SettingException when labels or groups are asked for and there are none, too many are to be kept out, or something
     *     is asked for that such samples do not have
     */
    public Experiment forImages(Dataset images) {
        Experiment known = forFormatAndClasses(images).withSettings(settings.forSamples(images));
        PrivacySettings privacy = settings.privacy();
        if (!privacy.isOn()) {
            return known;
        }
        return new Experiment(
                preset,
                learner,
                settings.withPrivacy(PrivacyLedger.resolve(
                        privacy,
                        trainingPart(images).size(),
                        training.batch,
                        training.images(),
                        StopRule.parse(evaluation.until).epsilon())),
                known.data,
                training,
                evaluation,
                machine);
    }

    private Experiment forFormatAndClasses(Dataset images) {
        data.refuseOthersThan(images);
        int heldOut = data.heldOutOf(images);
        Dataset part = HeldOut.trainingPart(images, heldOut, training.seed);
        return switch (data.labels()) {
            case "ignore" -> forImages(images.format(), String.valueOf(heldOut), Map.of());
            // Once found, groups stay.
            case "cluster" ->
                forImages(
                        images.format(),
                        String.valueOf(heldOut),
                        data.classes().isEmpty() ? groupsOf(part) : data.classes());
            default -> {
                Map<String, Double> classes =
                        settings.privacy().isOn() ? ClassShares.uniform(part.classes()) : ClassShares.of(part);
                if (classes.isEmpty() && data.labels().equals("use")) {
                    throw new SettingException("data.labels: '" + images.name()
                            + "' has no labels to use. Put each class into a sub-folder, set data.labels=cluster to have"
                            + " like images grouped, or data.labels=ignore.");
                }
                yield forImages(images.format(), String.valueOf(heldOut), classes);
            }
        };
    }

    private Map<String, Double> groupsOf(Dataset images) {
        if (kind().isTranslator()) {
            throw new SettingException(
                    "data.labels: groups are found among the images that are learned from, and nobody"
                            + " knows that of another one: a translator takes the labels that there are, or ignores them.");
        }
        Map<String, Double> shares = ClusteredImages.of(images, data.clusters()).shares();
        if (shares.isEmpty()) {
            throw new SettingException("data.clusters: '" + images.name() + "' has too few or too similar images for "
                    + data.clusters() + " groups. Ask for fewer, or set data.labels=ignore.");
        }
        return shares;
    }

    /** The same for samples of a known format and of known classes. */
    public Experiment forImages(SampleFormat format, Map<String, Double> classes) {
        return forImages(format, data.heldOut(), classes);
    }

    private Experiment forImages(SampleFormat format, String heldOut, Map<String, Double> classes) {
        return with(data.of(format, heldOut, classes), training, machine);
    }

    /**
     * What is learned from: the samples without those that are kept out, which are the {@link Dataset#heldOut} of the result.
     * Nothing is kept out of data with a test part, unless a number says so; the test part is then what was held out.
     *
     * @param samples all of them; keep them open as long
     */
    public Dataset trainingPart(Dataset samples) {
        return HeldOut.trainingPart(samples, data.heldOutOf(samples), training.seed);
    }

    /** The samples with the labels to learn by. */
    Dataset labeled(Dataset part) {
        return data.labels().equals("cluster") ? ClusteredImages.of(part, data.clusters()) : part;
    }

    /** The same with every {@code auto} of the machine replaced by what this one has. */
    Experiment onThisMachine() {
        return on(machine);
    }

    /** The same on another machine, with every {@code auto} of it replaced by what this one has. */
    Experiment on(Machine other) {
        // What is private is clipped sample by sample, in float32.
        boolean isOpen = settings.privacy().isOn() && other.precision.equals("auto");
        return with(
                data,
                training,
                (isOpen ? new Machine(other.device, "fp32", other.threads, other.group) : other).resolved());
    }

    /**
     * The same for so many processes.
     *
     * @throws SettingException when they cannot share its batches
     */
    Experiment inGroup(int processes) {
        if (processes > training.batch) {
            throw new SettingException("training.batch: " + training.batch + " images cannot be shared by " + processes
                    + " processes: each needs at least one.");
        }
        if (processes > 1 && machine.group.isSynchronized() && training.batch % processes != 0) {
            throw new SettingException(
                    "machine.group.batch-norm: synchronized, all processes need shares of one size, and "
                            + training.batch + " images cannot be divided by " + processes + ".");
        }
        if (training.microBatch > 0 && training.batch % processes != 0) {
            throw new SettingException("training.micro-batch: with it all processes need shares of one size, and "
                    + training.batch + " images cannot be divided by " + processes + ".");
        }
        return with(
                data,
                training,
                new Machine(machine.device, machine.precision, machine.threads, machine.group.of(processes)));
    }

    /** The same with another length; schedules that took the whole of the old one take the whole of the new one. */
    Experiment withKimg(double kimg) {
        return withLength(kimg, training.stretches() ? Annealing.over(kimg) : training.annealKimg);
    }

    /** The same with the data in another place. */
    Experiment withSource(String source) {
        return with(data.from(source), training, machine);
    }

    /** The same with another promise. */
    Experiment withEpsilon(double epsilon) {
        return new Experiment(
                preset,
                learner,
                settings.withPrivacy(settings.privacy().withEpsilon(epsilon)),
                data,
                training,
                evaluation,
                machine);
    }

    private Experiment withSettings(LearnerSettings other) {
        return new Experiment(preset, learner, other, data, training, evaluation, machine);
    }

    /**
     * What the images of this experiment are known again by: their own fingerprint, or, where they are private, one that only the
     * holder of the seed can compute.
     *
     * @param images all of them, with those that are kept out
     */
    public String fingerprint(Dataset images) {
        if (!settings.privacy().isOn()) {
            return images.fingerprint();
        }
        byte[] keyed = (training.seed() + " " + images.fingerprint()).getBytes(StandardCharsets.UTF_8);
        return "keyed-sha256:" + new Sha256().add(keyed, 0, keyed.length).hex();
    }

    /** What private steps cost, or null where nothing is promised. */
    @Nullable
    PrivacyLedger ledger() {
        return settings.privacy().isOn()
                ? new PrivacyLedger(
                        settings.privacy(),
                        training.batch,
                        training.images(),
                        StopRule.parse(evaluation.until).epsilon())
                : null;
    }

    Experiment withLength(double kimg, Annealing annealKimg) {
        Training longer = new Training(
                kimg,
                annealKimg,
                training.batch,
                training.microBatch,
                training.clipNorm,
                training.seed,
                training.sampleKimg,
                training.checkpointKimg,
                training.keepCheckpoints);
        return with(data, longer, machine);
    }

    private Experiment with(DataSettings otherData, Training otherTraining, Machine otherMachine) {
        return new Experiment(preset, learner, settings, otherData, otherTraining, evaluation, otherMachine);
    }

    /** The kind of learner. */
    public LearnerKind kind() {
        return LearnerKinds.named(learner);
    }

    /** What the samples are like; only where the format is given or resolved. */
    public SampleSpec samples() {
        return new SampleSpec(sampleShape(), List.copyOf(data.classes().values()));
    }

    /**
     * The networks that this describes, by name.
     *
     * @throws dev.duello.nn.ShapeException when they cannot make such samples
     */
    public Map<String, Architecture> architectures() {
        return settings.architectures(samples());
    }

    /** A fresh learner of given networks; the caller closes it. */
    Learner newLearner(Map<String, Architecture> networks, Compute compute) {
        return newLearner(networks, compute, null);
    }

    /** @param features what the learner compares images by, where its settings ask for it */
    Learner newLearner(Map<String, Architecture> networks, Compute compute, @Nullable FeatureMaps features) {
        return settings.learner(new LearnerSetup(
                networks,
                samples(),
                training.annealKimg,
                training.seed,
                compute,
                training.batch,
                training.microBatch,
                training.gradientRule(compute.group()),
                features));
    }

    /** The machine's device, in a process that trains alone. */
    Compute compute() {
        return compute(ProcessGroup.SINGLE);
    }

    /** The machine's device, in a process of a group. */
    Compute compute(ProcessGroup group) {
        Device device = Device.resolve(machine.device);
        return new Compute(device, Precision.resolve(machine.precision, device), machine.threads, group);
    }
}
