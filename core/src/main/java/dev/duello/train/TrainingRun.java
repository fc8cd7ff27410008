package dev.duello.train;

import dev.duello.data.Batches;
import dev.duello.data.DataException;
import dev.duello.data.ImageSet;
import dev.duello.gan.Duel;
import dev.duello.metric.MeasuringProgress;
import dev.duello.nn.Learner;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One training, from its first step or from its newest checkpoint to its end.
 *
 * <p>The same experiment, seed and number of threads give the same numbers to the bit on a CPU, whether the training was
 * interrupted or not. Use it from one thread; only {@link #requestStop} may be called from others. Whoever makes it closes it;
 * the images stay open.
 */
public final class TrainingRun implements AutoCloseable {
    private final RunDirectory directory;
    private final Experiment experiment;
    private final ImageSet images;
    private final FileChannel lock;
    private final Learner learner;
    private final Batches batches;
    private final Checkpoints checkpoints;
    private final SampleGrids grids;
    private final @Nullable Watcher watcher;
    private boolean fresh;
    private double secondsBefore;
    private volatile boolean stopRequested;

    private TrainingRun(
            RunDirectory directory,
            Experiment experiment,
            ImageSet images,
            FileChannel lock,
            @Nullable Watcher watcher) {
        this.directory = directory;
        this.experiment = experiment;
        this.images = images;
        this.lock = lock;
        Device device = Device.resolve(experiment.machine().device());
        Torch.setThreads(experiment.machine().threads());
        long seed = experiment.training().seed();
        learner = new Duel(
                experiment.rules(),
                seed,
                device,
                Precision.resolve(experiment.machine().precision(), device));
        batches = new Batches(images, experiment.training().batch(), seed, device);
        checkpoints = new Checkpoints(directory);
        grids = new SampleGrids(directory.samples(), images.format(), seed);
        this.watcher = watcher;
    }

    /**
     * Makes a run directory and a fresh learner.
     *
     * @param path a folder that does not exist or is empty
     * @throws TrainingException when the folder cannot be used
     * @throws dev.duello.nn.ShapeException when the networks cannot make such images
     */
    public static TrainingRun start(Experiment experiment, ImageSet images, Path path) {
        return start(experiment, images, path, MeasuringProgress.NONE);
    }

    /**
     * The same, for whoever wants to hear how measuring goes: real images are looked at before the first step, fakes at each
     * evaluation.
     */
    public static TrainingRun start(Experiment experiment, ImageSet images, Path path, MeasuringProgress progress) {
        Experiment resolved = experiment.forImages(images).onThisMachine();
        // What cannot work is refused before anything is written.
        resolved.rules();
        Torch.setThreads(resolved.machine().threads());
        Watcher watcher = Watcher.of(resolved, images, progress);
        RunDirectory directory = RunDirectory.create(path, resolved);
        TrainingRun run = new TrainingRun(directory, resolved, images, directory.lock(), watcher);
        run.fresh = true;
        return run;
    }

    /**
     * Goes on from the newest whole checkpoint.
     *
     * @param images the same as before
     * @param kimg a new length, or 0 to keep the old one
     * @throws TrainingException when settings or data are not those of the checkpoint, or there is no whole checkpoint
     */
    public static TrainingRun resume(Path path, ImageSet images, double kimg) {
        return resume(path, images, kimg, MeasuringProgress.NONE);
    }

    /** The same, for whoever wants to hear how measuring goes. */
    public static TrainingRun resume(Path path, ImageSet images, double kimg, MeasuringProgress progress) {
        RunDirectory directory = RunDirectory.open(path);
        Checkpoints.Sound checkpoint = new Checkpoints(directory).newest();
        Experiment experiment = directory.experiment();
        Differences.refuse(path, checkpoint.state().experiment(), experiment);
        if (!checkpoint.state().data().equals(images.fingerprint())) {
            throw new TrainingException("The images of '" + experiment.data().source() + "' are not those that " + path
                    + " was trained on: files were added, removed or changed.");
        }
        Experiment present = kimg > 0 ? experiment.withKimg(kimg) : experiment;
        TrainingRun run =
                new TrainingRun(directory, present, images, directory.lock(), Watcher.of(present, images, progress));
        try {
            checkpoint.loadInto(run.learner);
            run.batches.position(checkpoint.state().batches());
            run.secondsBefore = checkpoint.state().seconds();
            if (run.watcher != null) {
                run.watcher.history(checkpoint.state().watched());
            }
            if (kimg > 0) {
                run.directory.rewrite(run.experiment);
            }
            return run;
        } catch (IOException e) {
            run.close();
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /**
     * Trains to the end, or until {@link #requestStop}; in both cases the state is saved.
     *
     * @return why it stopped
     * @throws DivergedException when numbers become NaN or infinite
     * @throws TrainingException when something cannot be written
     */
    public TrainingEvent.Stopped train(TrainingListener listener) {
        try (EventLog log = new EventLog(directory.eventsFile())) {
            return new Sitting(log.and(listener)).train();
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

    /** The experiment with nothing left open. */
    public Experiment experiment() {
        return experiment;
    }

    /** One uninterrupted stretch of training. */
    private final class Sitting {
        private final TrainingListener listener;
        private final long start = System.nanoTime();
        private @Nullable Reason ending;
        private long sampledAt = -1;
        private long evaluatedAt = -1;
        private long savedAt = -1;

        Sitting(TrainingListener listener) {
            this.listener = listener;
        }

        TrainingEvent.Stopped train() {
            long total = experiment.training().images();
            listener.on(new TrainingEvent.Started(
                    imagesSeen(),
                    total,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
            if (fresh) {
                writeReals();
                writeSamples();
                save();
            }
            Reason reason = Reason.FAILED;
            try {
                while (ending == null && imagesSeen() < total && !stopRequested) {
                    step();
                }
                reason = ending != null ? ending : imagesSeen() < total ? Reason.INTERRUPTED : Reason.COMPLETED;
                if (reason == Reason.COMPLETED && evaluatedAt != imagesSeen()) {
                    evaluate();
                }
                if (sampledAt != imagesSeen()) {
                    writeSamples();
                }
                if (savedAt != imagesSeen()) {
                    save();
                }
                if (reason == Reason.NO_PROGRESS) {
                    restoreBest();
                }
            } finally {
                listener.on(new TrainingEvent.Stopped(imagesSeen(), seconds(), reason));
            }
            return new TrainingEvent.Stopped(imagesSeen(), seconds(), reason);
        }

        private void step() {
            long before = imagesSeen();
            Map<String, Double> statistics;
            try (var _ = TensorScope.open()) {
                Tensor batch = batches.next();
                statistics = learner.step(batch, batches.labels());
            }
            refuseNonFinite(statistics);
            listener.on(new TrainingEvent.Stepped(imagesSeen(), seconds(), statistics));
            if (crossed(before, experiment.training().sampleKimg())) {
                writeSamples();
            }
            if (crossed(before, experiment.watch().kimg())) {
                evaluate();
            }
            if (savedAt != imagesSeen() && crossed(before, experiment.training().checkpointKimg())) {
                save();
            }
        }

        private boolean crossed(long before, double everyKimg) {
            double every = everyKimg * 1000;
            return Math.floor(before / every) != Math.floor(imagesSeen() / every);
        }

        private void refuseNonFinite(Map<String, Double> statistics) {
            String where = learner.firstNonFinite();
            boolean finite = statistics.values().stream().allMatch(Double::isFinite);
            if (where != null || !finite) {
                long step = imagesSeen() / experiment.training().batch();
                throw new DivergedException("Training diverged at step " + step + " (" + imagesSeen() / 1000.0
                        + " kimg): NaN or infinity in "
                        + (where == null ? "the losses " + statistics : where) + ". " + checkpoints.lastGood()
                        + " Lower learning rates usually help: --set generator.optimizer.rate=... and"
                        + " --set discriminator.optimizer.rate=...");
            }
        }

        private void writeReals() {
            withLastGood(() -> grids.writeReals(images));
        }

        private void writeSamples() {
            Path file = directory.samples().resolve(RunDirectory.stamp(imagesSeen()) + ".png");
            withLastGood(() -> grids.write(learner, file));
            sampledAt = imagesSeen();
            listener.on(new TrainingEvent.Sampled(
                    imagesSeen(), directory.path().relativize(file).toString()));
        }

        /** Measures, keeps what was never better, and decides whether that is the end. */
        private void evaluate() {
            if (watcher == null) {
                return;
            }
            Watcher.Finding finding = watcher.evaluate(learner);
            evaluatedAt = imagesSeen();
            listener.on(new TrainingEvent.Evaluated(
                    imagesSeen(), seconds(), finding.values(), finding.isBest(), finding.protocol()));
            if (finding.isBest()) {
                checkpoints.markBest(save());
            }
            if (finding.isReached()) {
                ending = Reason.REACHED;
            } else if (finding.isPatienceOver()) {
                ending = Reason.NO_PROGRESS;
            }
        }

        /** Puts the best weights back, and shows them. */
        private void restoreBest() {
            try {
                checkpoints.bestOrNewest().loadInto(learner);
            } catch (IOException e) {
                throw new TrainingException(e.getMessage(), e);
            }
            withLastGood(() -> grids.write(learner, directory.samples().resolve("best.png")));
        }

        private void withLastGood(Runnable writing) {
            try {
                writing.run();
            } catch (DataException e) {
                throw new TrainingException(e.getMessage() + " " + checkpoints.lastGood(), e);
            }
        }

        private Path save() {
            Path checkpoint = checkpoints.write(
                    RunDirectory.stamp(imagesSeen()),
                    learner,
                    experiment.training().keepCheckpoints(),
                    hashes -> new CheckpointState(
                            CheckpointState.FORMAT,
                            Version.current(),
                            imagesSeen(),
                            seconds(),
                            batches.position(),
                            images.fingerprint(),
                            learner.counters(),
                            watcher == null ? List.of() : watcher.history(),
                            experiment,
                            hashes));
            savedAt = imagesSeen();
            listener.on(new TrainingEvent.Checkpointed(
                    imagesSeen(), directory.path().relativize(checkpoint).toString()));
            return checkpoint;
        }

        private double seconds() {
            return secondsBefore + (System.nanoTime() - start) / 1e9;
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
        batches.close();
        learner.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw RunDirectory.cannotWrite(directory.path(), e);
        }
    }
}
