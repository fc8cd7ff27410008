package dev.duello.train;

import dev.duello.data.BatchSource;
import dev.duello.data.Dataset;
import dev.duello.data.PoissonBatches;
import dev.duello.data.ShuffledBatches;
import dev.duello.group.GroupException;
import dev.duello.group.Leader;
import dev.duello.learn.Compute;
import dev.duello.learn.Learner;
import dev.duello.learn.Monitor;
import dev.duello.metric.EvaluationProgress;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.privacy.PrivacyPlan;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.ProcessGroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One training, from its first step or from its newest checkpoint to its end.
 *
 * <p>The same experiment, seed and number of threads give the same numbers to the bit on a CPU, whether the training was
 * interrupted or not. Use it from one thread; only {@link #requestStop} may be called from others. Whoever makes it closes it;
 * the images stay open.
 */
public final class TrainingRun implements AutoCloseable {
    // What the loop works with.
    final RunDirectory directory;
    final Dataset images;
    /** What is learned from: the images without those that are kept out. */
    final Dataset part;

    final Learner learner;
    final BatchSource batches;
    final @Nullable PrivacyLedger ledger;
    private final PairedSamples samples;
    private final PublicSamples shown;
    private final MatchedFeatures features;
    final Checkpoints checkpoints;
    final SampleGrids grids;
    /** Null for a process that trains alone. */
    final @Nullable Team team;

    final GroupStep step;
    final @Nullable TrainingEvaluator evaluator;
    final Monitor monitor;
    final Rollbacks rollbacks;
    private final FileChannel lock;
    private Experiment experiment;

    @Nullable
    TimeBudget budget;

    boolean fresh;
    double secondsBefore;
    volatile boolean stopRequested;

    /** Takes over the lock and the evaluator: they are closed with this, and also when this fails. */
    private TrainingRun(
            RunDirectory directory,
            Experiment experiment,
            Map<String, Architecture> networks,
            Compute compute,
            PairedSamples samples,
            PublicSamples shown,
            MatchedFeatures features,
            FileChannel lock,
            @Nullable TrainingEvaluator evaluator,
            @Nullable Leader leader) {
        this.samples = samples;
        this.shown = shown;
        this.features = features;
        this.directory = directory;
        this.experiment = experiment;
        this.images = samples.known();
        this.lock = lock;
        this.evaluator = evaluator;
        rollbacks = new Rollbacks(experiment);
        long seed = experiment.training().seed();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            opened.add(samples);
            opened.add(lock);
            opened.add(shown);
            opened.add(features);
            if (evaluator != null) {
                opened.add(evaluator);
            }
            learner = opened.add(experiment.newLearner(networks, compute, features.maps()));
            checkpoints = new Checkpoints(directory, learner.tensors().keySet());
            ledger = experiment.ledger();
            // It would look at the private samples.
            part = experiment.trainingPart(images);
            grids = new SampleGrids(directory.samples(), images.format(), seed, part);
            monitor = ledger == null ? learner.monitor(part, seed) : Monitor.NONE;
            batches = opened.add(batches(experiment, part, learner.model().device()));
            step = new GroupStep(experiment, learner, batches, leader);
            team = leader == null ? null : new Team(leader);
            if (team != null) {
                team.begin(experiment, networks, fingerprint());
                leader.onWish(this::requestStop);
            }
            opened.succeeded();
        }
    }

    static BatchSource batches(Experiment experiment, Dataset images, Device device) {
        int batch = experiment.training().batch();
        long seed = experiment.training().seed();
        boolean mirror = experiment.data().flip();
        return !experiment.settings().privacy().isOn()
                ? new ShuffledBatches(experiment.labeled(images), batch, seed, device, mirror)
                : new PoissonBatches(images, batch, seed, device, mirror);
    }

    /** To be called before the model is used or saved. */
    void prepareModel() {
        // A promise of privacy covers steps only.
        if (ledger == null) {
            learner.prepare(part);
        }
    }

    /** Samples that may be shown, or null where all are private and none were named that are not. */
    @Nullable
    Dataset shown() {
        return shown.samples();
    }

    /** What is planned of privacy, or nothing where nothing is promised. */
    public Optional<PrivacyPlan> privacyPlan() {
        return Optional.ofNullable(ledger).map(PrivacyLedger::plan);
    }

    /** Whether the promise ends the training before its length does. */
    public boolean privacyEndsEarlier() {
        return ledger != null && ledger.endsEarlier();
    }

    /** The epsilon that was spent, an upper bound; 0 where nothing is promised. */
    public double privacySpent() {
        return ledger == null ? 0 : ledger.spent(imagesSeen());
    }

    /** Whether nothing is left to do: the length is reached, or the budget of privacy is spent. */
    public boolean isComplete() {
        return imagesSeen() >= total();
    }

    /** The length in images, less where a promise of privacy ends it. */
    long total() {
        long length = experiment.training().images();
        return ledger == null ? length : Math.min(length, ledger.mostImages());
    }

    /** See {@link Experiment#fingerprint}. */
    String fingerprint() {
        return experiment.fingerprint(images);
    }

    /**
     * Makes a run directory and a fresh learner.
     *
     * @param path a folder that does not exist or is empty
     * @throws TrainingException when the folder cannot be used
     * @throws dev.duello.nn.ShapeException when the networks cannot make such images
     */
    public static TrainingRun start(Experiment experiment, Dataset images, Path path) {
        return start(experiment, images, path, EvaluationProgress.NONE);
    }

    /**
     * The same, for whoever wants to hear how measuring goes: at each evaluation, of which the first also trains a classifier
     * where it needs one that nobody has trained yet, and looks at the real images.
     */
    public static TrainingRun start(Experiment experiment, Dataset images, Path path, EvaluationProgress progress) {
        return start(experiment, images, path, progress, null);
    }

    /**
     * The same in a group of processes that train together, of which this one leads and writes the run; the others call {@link
     * FollowedTraining}.
     *
     * @param leader of the group, which stays open; null for a process that trains alone
     * @throws dev.duello.group.GroupException when one of the others is gone or failed
     */
    public static TrainingRun start(
            Experiment experiment, Dataset images, Path path, EvaluationProgress progress, @Nullable Leader leader) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            PairedSamples samples = opened.add(PairedSamples.of(experiment, images));
            TrainingRun run = start(experiment, samples, path, progress, leader);
            opened.succeeded();
            return run;
        }
    }

    private static TrainingRun start(
            Experiment experiment,
            PairedSamples samples,
            Path path,
            EvaluationProgress progress,
            @Nullable Leader leader) {
        Dataset images = samples.known();
        Experiment resolved = experiment.forImages(images).onThisMachine().inGroup(size(leader));
        // What cannot work is refused before anything is written.
        Map<String, Architecture> networks = resolved.architectures();
        resolved.evaluation().refuseUnreachable();
        Compute compute = resolved.compute(group(leader));
        compute.useThreads();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            PublicSamples shown = opened.add(PublicSamples.of(resolved, images));
            EvaluationCheck.check(resolved, shown.samples());
            TrainingEvaluator evaluator = TrainingEvaluator.of(resolved, shown.samples(), progress);
            if (evaluator != null) {
                opened.add(evaluator);
            }
            MatchedFeatures features = opened.add(MatchedFeatures.of(resolved, images, progress));
            RunDirectory directory = RunDirectory.create(path, resolved);
            FileChannel lock = opened.add(directory.lock());
            opened.succeeded();
            TrainingRun run = new TrainingRun(
                    directory, resolved, networks, compute, samples, shown, features, lock, evaluator, leader);
            run.fresh = true;
            return run;
        }
    }

    private static int size(@Nullable Leader leader) {
        return leader == null ? 1 : leader.place().size();
    }

    private static ProcessGroup group(@Nullable Leader leader) {
        return leader == null ? ProcessGroup.SINGLE : leader.group();
    }

    /**
     * Goes on from the newest whole checkpoint.
     *
     * @param images the same as before
     * @param kimg a new length, or 0 to keep the old one
     * @throws TrainingException when settings or data are not those of the checkpoint, or there is no whole checkpoint
     */
    public static TrainingRun resume(Path path, Dataset images, double kimg) {
        return resume(path, images, kimg, EvaluationProgress.NONE);
    }

    /** The same, for whoever wants to hear how measuring goes. */
    public static TrainingRun resume(Path path, Dataset images, double kimg, EvaluationProgress progress) {
        return resume(path, images, kimg, null, null, 0, progress, null);
    }

    /**
     * The same on another machine, or with other means of it. The training is no longer equal to the bit to one that was
     * never interrupted, since sums are added in another order or precision.
     *
     * @param machine what to go on with from now on; null for what it was
     */
    public static TrainingRun resume(
            Path path, Dataset images, double kimg, Experiment.@Nullable Machine machine, EvaluationProgress progress) {
        return resume(path, images, kimg, machine, null, 0, progress, null);
    }

    /**
     * The same with images that were moved, or another promise of privacy.
     *
     * @param source where they are now, which the run's experiment tells from then on; null where they were
     * @param epsilon the new promise, which holds for all steps from the first on; 0 for the old one
     */
    public static TrainingRun resume(
            Path path,
            Dataset given,
            double kimg,
            Experiment.@Nullable Machine machine,
            @Nullable String source,
            double epsilon,
            EvaluationProgress progress) {
        return resume(path, given, kimg, machine, source, epsilon, progress, null);
    }

    /**
     * The same in a group of processes that train together. With another number of them than before, the training is no longer equal
     * to the bit to one that was never interrupted.
     *
     * @param leader see {@link #start}
     */
    public static TrainingRun resume(
            Path path,
            Dataset given,
            double kimg,
            Experiment.@Nullable Machine machine,
            @Nullable String source,
            double epsilon,
            EvaluationProgress progress,
            @Nullable Leader leader) {
        RunDirectory directory = RunDirectory.open(path);
        Checkpoints.Sound checkpoint = new Checkpoints(directory).newest();
        Experiment written = directory.experiment();
        Experiment experiment = source == null ? written : written.withSource(source);
        if (checkpoint.state().format() < CheckpointState.SAME_OPTIMIZERS) {
            throw new TrainingException(
                    path + " was trained by an older Duello, "
                            + checkpoint.state().version()
                            + ", whose optimizers stored their numbers in another order: you can sample from it, but not resume it.");
        }
        SettingDifferences.refuse(path, checkpoint.state().settings(), experiment);
        PairedSamples samples = PairedSamples.of(experiment, given);
        Dataset images = samples.known();
        if (!checkpoint.state().data().equals(experiment.fingerprint(images))) {
            samples.close();
            throw new TrainingException("The images of '" + experiment.data().source() + "' are not those that " + path
                    + " was trained on: files were added, removed or changed.");
        }
        Experiment there = machine == null ? experiment : experiment.on(machine);
        Experiment promised = epsilon > 0 ? there.withEpsilon(epsilon) : there;
        Experiment present = (kimg > 0 ? promised.withKimg(kimg) : promised).inGroup(size(leader));
        Compute compute = present.compute(group(leader));
        compute.useThreads();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            opened.add(samples);
            FileChannel lock = opened.add(directory.lock());
            Map<String, Architecture> networks = checkpoint.architectures(present);
            PublicSamples shown = opened.add(PublicSamples.of(present, images));
            EvaluationCheck.check(present, shown.samples());
            TrainingEvaluator evaluator = TrainingEvaluator.of(present, shown.samples(), progress);
            MatchedFeatures features = opened.add(MatchedFeatures.of(present, images, progress));
            opened.succeeded();
            TrainingRun run = opened.add(new TrainingRun(
                    directory, present, networks, compute, samples, shown, features, lock, evaluator, leader));
            run.putBack(checkpoint);
            run.secondsBefore = checkpoint.state().seconds();
            // A length that is behind it already changes nothing, so that its experiment stays what it was.
            boolean goesOn = run.imagesSeen() < run.total();
            Experiment told = goesOn ? present : experiment;
            if (!told.equals(written)) {
                directory.rewrite(told);
            }
            opened.succeeded();
            return run;
        } catch (IOException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /**
     * Ends after a time instead of a length: the speed is measured in the first steps, the length is chosen, schedules are laid
     * out to end with it, and both are written into the run's experiment, which then gives the same bits whatever the speed. A
     * machine that becomes slower or faster changes the length on the way, which is written down as well. To be called before
     * {@link #train}.
     *
     * @param time from {@code since} to the end, including evaluations, samples and checkpoints
     * @param since the start, as {@link System#nanoTime}
     */
    public void endWithin(Duration time, long since) {
        budget = new TimeBudget(time.toNanos() / 1e9, () -> (System.nanoTime() - since) / 1e9);
        long present = Math.max(experiment.training().images(), imagesSeen() + 1);
        double kimg = present / 1000.0;
        Annealing annealing;
        if (imagesSeen() == 0) {
            // Until the length is known, schedules stay at their beginning; this would hold if it never were.
            annealing = Annealing.hold().from(calibrated(), kimg);
        } else {
            double left = Math.max(1, budget.left());
            kimg = (imagesSeen() + Math.ceil(left * imagesSeen() / Math.max(1, secondsBefore))) / 1000.0;
            annealing = Annealing.over(kimg);
        }
        layOut(kimg, annealing);
    }

    /** Whether it took clearly longer than {@link #endWithin} asked for. */
    public boolean exceedsTime() {
        return budget != null && budget.isExceeded();
    }

    /** By when the speed is known at the latest, in images. */
    long calibrated() {
        return Math.max(1, experiment.training().images() / 10);
    }

    /** Another length and other schedules from here on, which the run's experiment tells. */
    void layOut(double kimg, Annealing annealing) {
        experiment = experiment.withLength(kimg, annealing);
        learner.annealing(annealing);
        if (team != null) {
            team.annealing(experiment);
        }
        directory.rewrite(experiment);
    }

    /** Everything as it was when a checkpoint was written, but for the time that passed. */
    void putBack(Checkpoints.Sound checkpoint) throws IOException {
        CheckpointState state = checkpoint.state();
        checkpoint.loadInto(learner);
        rollbacks.count(state.rollbacks());
        batches.position(state.batches());
        batches.variant(rollbacks.count());
        try {
            monitor.restore(state.diagnosis());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    checkpoint.path().resolve(CheckpointState.FILE) + " is damaged: " + e.getMessage(), e);
        }
        if (evaluator != null) {
            evaluator.history(state.watched());
        }
    }

    /** Whether an uninterrupted training may write a checkpoint after so many images. */
    boolean isScheduled(long images) {
        long before = images - experiment.training().batch();
        return images == 0
                || images > 0
                        && (crossed(before, images, experiment.training().checkpointKimg())
                                || crossed(
                                        before, images, experiment.evaluation().kimg()));
    }

    static boolean crossed(long before, long after, double everyKimg) {
        double every = everyKimg * 1000;
        return Math.floor(before / every) != Math.floor(after / every);
    }

    /**
     * Trains to the end, or until {@link #requestStop}; in both cases the state is saved.
     *
     * @return why it stopped
     * @throws DivergedException when numbers became NaN or infinite, or ran away, and going back twice to an older checkpoint
     *     with half the learning rates did not help
     * @throws TrainingException when something cannot be written
     */
    public TrainingEvent.Stopped train(TrainingListener listener) {
        try (EventLog log = new EventLog(directory.eventsFile())) {
            return new TrainingLoop(this, log.and(listener)).train();
        } catch (IOException e) {
            throw RunDirectory.cannotWrite(directory.eventsFile(), e);
        }
    }

    /** Asks the training to save its state after the present step and return. May be called from any thread. */
    public void requestStop() {
        stopRequested = true;
    }

    /** Images seen so far. */
    public long imagesSeen() {
        return batches.position();
    }

    public RunDirectory directory() {
        return directory;
    }

    /** For tests that plant trouble. */
    Learner learner() {
        return learner;
    }

    /** The experiment with nothing left open. */
    public Experiment experiment() {
        return experiment;
    }

    @Override
    public void close() {
        if (team != null && isComplete()) {
            try {
                team.leave();
            } catch (GroupException e) {
                // Whoever trained was told already.
            }
        }
        if (evaluator != null) {
            evaluator.close();
        }
        batches.close();
        shown.close();
        learner.close();
        features.close();
        samples.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw RunDirectory.cannotWrite(directory.path(), e);
        }
    }
}
