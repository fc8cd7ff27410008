package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.Fit;
import dev.duello.data.image.GroupedImages;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.LoadOptions;
import dev.duello.gan.Augmentation;
import dev.duello.gan.DiscriminatorConfig;
import dev.duello.gan.Duel;
import dev.duello.gan.GeneratorConfig;
import dev.duello.gan.NetworkFamily;
import dev.duello.gan.Normalization;
import dev.duello.gan.Objective;
import dev.duello.gan.Optimizer;
import dev.duello.gan.Penalty;
import dev.duello.metric.FeatureNetworks;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that decides how a training goes. The keys of the YAML file are these names in kebab-case. Read one with {@link
 * ExperimentReader}.
 *
 * @param preset the named defaults that it started from
 * @param network the family of both networks
 */
public record Experiment(
        String preset,
        NetworkFamily network,
        Objective objective,
        Penalty penalty,
        Augmentation augmentation,
        Data data,
        Generator generator,
        Discriminator discriminator,
        Training training,
        Watch watch,
        Machine machine) {

    public Experiment {
        nonNegative("penalty.r1", penalty.r1());
        nonNegative("penalty.r2", penalty.r2());
        require(penalty.wganGp() >= 0, "penalty.wgan-gp", penalty.wganGp(), "0 or more");
        require(penalty.interval() >= 1, "penalty.interval", penalty.interval(), "1 or more");
        Schedule probability = augmentation.probability();
        require(
                probability.min() >= 0 && probability.max() <= 1,
                "augmentation.probability",
                probability.min() < 0 ? probability.min() : probability.max(),
                "0 to 1");
        require(
                augmentation.adapt() >= 0 && augmentation.adapt() < 1,
                "augmentation.adapt",
                augmentation.adapt(),
                "0 to less than 1");
        boolean comparesHalves = discriminator.minibatchDeviation && discriminator.jointBatch;
        require(
                !comparesHalves || training.batch % DiscriminatorConfig.GROUP == 0,
                "training.batch",
                training.batch,
                "with discriminator.minibatch-deviation and discriminator.joint-batch a multiple of "
                        + DiscriminatorConfig.GROUP + ", so that reals and fakes are not compared with each other");
        require(
                !comparesHalves || training.microBatch % DiscriminatorConfig.GROUP == 0,
                "training.micro-batch",
                training.microBatch,
                "with discriminator.minibatch-deviation and discriminator.joint-batch a multiple of "
                        + DiscriminatorConfig.GROUP + ", so that reals and fakes are not compared with each other");
    }

    /**
     * @param source a catalogue name or a path
     * @param size {@code HxW}, or {@code auto} to take it from the data
     * @param channels {@code 1}, {@code 3}, {@code 4}, or {@code auto}
     * @param fit what to do with images of other proportions
     * @param flip whether each real image is shown as in a mirror half of the time
     * @param labels {@code ignore} them, {@code use} them so that images of a class can be asked for, {@code auto}: use
     *     them where the data has some, or {@code group}: each image's class is the group of like images that it belongs to
     * @param groups how many of these
     * @param classes share of each class by its name, where labels are used; found in the data
     */
    public record Data(
            String source,
            String size,
            String channels,
            Fit fit,
            boolean flip,
            String labels,
            int groups,
            Map<String, Double> classes) {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,4})(?:[xX×](\\d{1,4}))?");

        public Data {
            if (!size.equals("auto") && !SIZE.matcher(size).matches()) {
                throw new ExperimentException("data.size: '" + size
                        + "' is not a size: write HxW such as 28x28, one number for a square, or auto.");
            }
            if (!channels.matches("auto|1|3|4")) {
                throw new ExperimentException("data.channels: '" + channels
                        + "' is not 1 (grey), 3 (colour), 4 (with transparency) or auto.");
            }
            if (!labels.matches("ignore|use|auto|group")) {
                throw new ExperimentException("data.labels: '" + labels + "' is not ignore, use, auto or group.");
            }
            require(groups >= 2 && groups <= 1000, "data.groups", groups, "2 to 1000");
            classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        }

        /** How to open the data. */
        public LoadOptions loadOptions(Split split) {
            LoadOptions options = LoadOptions.DEFAULT.withFit(fit).withSplit(split);
            Matcher matcher = SIZE.matcher(size);
            if (matcher.matches()) {
                int height = Integer.parseInt(matcher.group(1));
                options = options.withSize(
                        height, matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2)));
            }
            return channels.equals("auto") ? options : options.withChannels(Integer.parseInt(channels));
        }
    }

    /**
     * @param latent length of z
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     */
    public record Generator(
            int latent, int width, int blocks, Normalization normalisation, Optimizer optimizer, Average average) {
        public Generator {
            require(blocks >= 1 && blocks <= 64, "generator.blocks", blocks, "1 to 64");
            require(latent >= 1 && latent <= 65_536, "generator.latent", latent, "1 to 65536");
            require(width >= 1 && width <= 65_536, "generator.width", width, "1 to 65536");
            check("generator.optimizer", optimizer);
        }
    }

    /**
     * The moving average of the generator, which samples are made with.
     *
     * @param halfLifeKimg thousands of images after which half of it is newer
     * @param rampUp early on the half-life is at most this share of the images seen; 0 for no ramp
     */
    public record Average(double halfLifeKimg, double rampUp) {
        public Average {
            require(halfLifeKimg >= 0, "generator.average.half-life-kimg", halfLifeKimg, "0 or more");
            require(rampUp >= 0, "generator.average.ramp-up", rampUp, "0 or more");
        }
    }

    /**
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     * @param minibatchDeviation whether it sees how much the images of a batch differ
     * @param jointBatch see {@link Duel.Rules}
     * @param steps of the discriminator for one of the generator
     */
    public record Discriminator(
            int width,
            int blocks,
            Normalization normalisation,
            boolean minibatchDeviation,
            boolean jointBatch,
            int steps,
            Optimizer optimizer) {
        public Discriminator {
            require(blocks >= 1 && blocks <= 64, "discriminator.blocks", blocks, "1 to 64");
            require(steps >= 1 && steps <= 100, "discriminator.steps", steps, "1 to 100");
            require(width >= 1 && width <= 65_536, "discriminator.width", width, "1 to 65536");
            check("discriminator.optimizer", optimizer);
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
        GradientRule gradientRule() {
            return GradientRule.of(clipNorm, microBatch);
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
    public record Watch(String metric, String features, String until, int patience, double kimg, int samples) {
        public Watch {
            if (!metric.equals("none")) {
                StopRule.metric("watch.metric", metric);
            }
            StopRule.parse(until);
            if (!FeatureNetworks.NAMES.contains(features)) {
                throw new ExperimentException("watch.features: '" + features + "' is not one of "
                        + String.join(", ", FeatureNetworks.NAMES) + ".");
            }
            require(patience >= 0, "watch.patience", patience, "0 or more");
            require(kimg > 0, "watch.kimg", kimg, "more than 0");
            require(samples >= 2 && samples <= 1_000_000, "watch.samples", samples, "2 to 1000000");
        }

        boolean isOn() {
            return !metric.equals("none");
        }

        /** @throws ExperimentException when something is to end the training that is never measured */
        void refuseUnreachable() {
            if (isOn()) {
                return;
            }
            String never = !until.equals("never")
                    ? "watch.until: '" + until + "' can never be reached"
                    : patience > 0 ? "watch.patience: " + patience + " evaluations are never made" : null;
            if (never != null) {
                throw new ExperimentException(
                        never + " while watch.metric is none: name a metric to watch, such as fid.");
            }
        }
    }

    /**
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code mps}
     * @param precision {@code auto}, {@code fp32} or {@code bf16}
     * @param threads of one operation; 0 for one a processor
     */
    public record Machine(String device, String precision, int threads) {
        public Machine {
            if (!device.matches("auto|cpu|cuda|mps")) {
                throw new ExperimentException("machine.device: '" + device + "' is not auto, cpu, cuda or mps.");
            }
            if (!precision.matches("auto|fp32|bf16")) {
                throw new ExperimentException("machine.precision: '" + precision + "' is not auto, fp32 or bf16.");
            }
            require(threads >= 0 && threads <= 1024, "machine.threads", threads, "0 to 1024");
        }

        /** The same with every {@code auto} replaced by what this machine has. Loads the native library. */
        Machine resolved() {
            Device found = Device.resolve(device);
            return new Machine(
                    found.toString(),
                    Precision.resolve(precision, found).toString(),
                    threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
        }
    }

    /** The shape of the images; only where size and channels are given or resolved. */
    public Shape imageShape() {
        LoadOptions options = data.loadOptions(Split.TRAIN);
        if (options.height() == null || options.width() == null || options.channels() == null) {
            throw new ExperimentException("data.size and data.channels are open: they come from the data.");
        }
        return Shape.of(options.channels(), options.height(), options.width());
    }

    /**
     * The same for known images: nothing of the data is left open.
     *
     * @throws ExperimentException when labels or groups are asked for and there are none
     */
    public Experiment forImages(Dataset images) {
        return switch (data.labels) {
            case "ignore" -> forImages(ImageFormat.of(images), Map.of());
            // Once found, groups stay.
            case "group" -> forImages(ImageFormat.of(images), data.classes.isEmpty() ? groupsOf(images) : data.classes);
            default -> {
                Map<String, Double> classes = ClassShares.of(images);
                if (classes.isEmpty() && data.labels.equals("use")) {
                    throw new ExperimentException("data.labels: '" + images.name()
                            + "' has no labels to use. Put each class into a sub-folder, set data.labels=group to have"
                            + " like images grouped, or data.labels=ignore.");
                }
                yield forImages(ImageFormat.of(images), classes);
            }
        };
    }

    private Map<String, Double> groupsOf(Dataset images) {
        Map<String, Double> shares = GroupedImages.of(images, data.groups).shares();
        if (shares.isEmpty()) {
            throw new ExperimentException("data.groups: '" + images.name() + "' has too few or too similar images for "
                    + data.groups + " groups. Ask for fewer, or set data.labels=ignore.");
        }
        return shares;
    }

    /** The same for images of a known format and of known classes. */
    public Experiment forImages(ImageFormat format, Map<String, Double> classes) {
        String labels = data.labels.equals("group") ? "group" : "use";
        Data known = new Data(
                data.source,
                format.height() + "x" + format.width(),
                String.valueOf(format.channels()),
                data.fit,
                data.flip,
                classes.isEmpty() ? "ignore" : labels,
                data.groups,
                classes);
        return with(known, training, machine);
    }

    /** The images with the labels to learn by. */
    Dataset labelled(Dataset images) {
        return data.labels.equals("group") ? GroupedImages.of(images, data.groups) : images;
    }

    /** The same with every {@code auto} of the machine replaced by what this one has. */
    Experiment onThisMachine() {
        return on(machine);
    }

    /** The same on another machine, with every {@code auto} of it replaced by what this one has. */
    Experiment on(Machine other) {
        return with(data, training, other.resolved());
    }

    /** The same with another length; schedules that took the whole of the old one take the whole of the new one. */
    Experiment withKimg(double kimg) {
        return withLength(kimg, training.stretches() ? Annealing.over(kimg) : training.annealKimg);
    }

    /** The same with the data in another place. */
    Experiment withSource(String source) {
        Data moved =
                new Data(source, data.size, data.channels, data.fit, data.flip, data.labels, data.groups, data.classes);
        return with(moved, training, machine);
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

    private Experiment with(Data otherData, Training otherTraining, Machine otherMachine) {
        return new Experiment(
                preset,
                network,
                objective,
                penalty,
                augmentation,
                otherData,
                generator,
                discriminator,
                otherTraining,
                watch,
                otherMachine);
    }

    /**
     * The duel that this describes, for images of a known format.
     *
     * @throws dev.duello.nn.ShapeException when the networks cannot make such images
     */
    public Duel.Rules rules() {
        return rules(generatorArchitecture(), discriminatorArchitecture());
    }

    /** The same with networks that were built before. */
    Duel.Rules rules(Architecture builtGenerator, Architecture builtDiscriminator) {
        return new Duel.Rules(
                builtGenerator,
                builtDiscriminator,
                List.copyOf(data.classes.values()),
                objective,
                penalty,
                augmentation,
                discriminator.steps,
                discriminator.jointBatch,
                generator.optimizer,
                discriminator.optimizer,
                generator.average.halfLifeKimg,
                generator.average.rampUp,
                training.annealKimg);
    }

    private Architecture generatorArchitecture() {
        return network.generator(
                imageShape(),
                new GeneratorConfig(
                        generator.latent,
                        generator.width,
                        generator.blocks,
                        generator.normalisation,
                        data.classes.size()));
    }

    private Architecture discriminatorArchitecture() {
        return network.discriminator(
                imageShape(),
                new DiscriminatorConfig(
                        discriminator.width,
                        discriminator.blocks,
                        discriminator.normalisation,
                        discriminator.minibatchDeviation,
                        data.classes.size()));
    }

    private static void check(String key, Optimizer settings) {
        require(settings.rate().min() > 0, key + ".rate", settings.rate().min(), "more than 0");
        require(settings.beta1() >= 0 && settings.beta1() < 1, key + ".beta1", settings.beta1(), "0 to less than 1");
        Schedule beta2 = settings.beta2();
        require(beta2.min() >= 0 && beta2.max() < 1, key + ".beta2", beta2.max(), "0 to less than 1");
        require(settings.epsilon() > 0, key + ".epsilon", settings.epsilon(), "more than 0");
    }

    private static void nonNegative(String key, Schedule schedule) {
        require(schedule.min() >= 0, key, schedule.min(), "0 or more");
    }

    private static void require(boolean holds, String key, Number value, String range) {
        if (!holds) {
            throw new ExperimentException(key + ": " + value + " is out of range: " + range + ".");
        }
    }
}
