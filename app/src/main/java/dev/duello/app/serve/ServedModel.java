package dev.duello.app.serve;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.Fit;
import dev.duello.explain.SavedDirections;
import dev.duello.export.ExportedFolder;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Tensor;
import dev.duello.train.ModelPool;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/** A model that is open, and what is known of it. It closes when it is retired and the last who uses it has left. */
final class ServedModel {
    private final String name;
    private final ModelPool pool;
    private final Batcher batcher;
    private final Facts facts;
    private int users;
    private boolean retired;

    /**
     * What is known of a model.
     *
     * @param noise numbers of noise in a latent; one a class follows where it knows classes
     * @param latent numbers of a latent
     * @param fit how its images were brought to size
     */
    record Facts(
            SampleFormat format,
            List<String> classes,
            int noise,
            int latent,
            double kimg,
            boolean critic,
            boolean encoder,
            Fit fit,
            SavedDirections directions) {
        static Facts of(Path run, TrainedModel model) {
            int latent = Math.toIntExact(model.latentShape().elements());
            return new Facts(
                    model.format(),
                    model.classes(),
                    latent - model.model().classes(),
                    latent,
                    model.imagesSeen() / 1000.0,
                    model.isCritic(),
                    model.isEncoder(),
                    // An exported folder does not tell; this is the default of every preset.
                    ExportedFolder.isOne(run)
                            ? Fit.CROP
                            : RunDirectory.open(run).experiment().data().fit(),
                    SavedDirections.of(run));
        }
    }

    private ServedModel(String name, ModelPool pool, Batcher batcher, Facts facts) {
        this.name = name;
        this.pool = pool;
        this.batcher = batcher;
        this.facts = facts;
    }

    /**
     * Opens the best checkpoint of a run and makes one sample with it, so that the first request finds all in memory.
     *
     * @throws RuntimeException with a sentence when it cannot be opened, as {@link TrainedModel#open(Path)} says
     */
    static ServedModel open(String name, Path run, Lock turn, Batcher.Limits limits, Batcher.BatchListener listener) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            ModelPool pool = opened.add(ModelPool.open(run, 1));
            Facts facts = pool.use(model -> {
                Facts known = Facts.of(run, model);
                model.sample(1, 0);
                return known;
            });
            opened.succeeded();
            return new ServedModel(name, pool, new Batcher(pool, turn, limits, listener), facts);
        }
    }

    String name() {
        return name;
    }

    Facts facts() {
        return facts;
    }

    int waiting() {
        return batcher.waiting();
    }

    /** See {@link Batcher#compute}. */
    byte[] compute(Operation operation, int rows, boolean alone, Function<TrainedModel, Tensor> input) {
        return batcher.compute(operation, rows, alone, input);
    }

    /** @return whether it may be used; then {@link #leave} must follow */
    synchronized boolean enter() {
        if (!retired) {
            users++;
        }
        return !retired;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            users--;
            last = retired && users == 0;
        }
        if (last) {
            pool.close();
        }
    }

    /** Lets nobody in any more. */
    void retire() {
        boolean last;
        synchronized (this) {
            last = !retired && users == 0;
            retired = true;
        }
        if (last) {
            pool.close();
        }
    }
}
