package dev.duello.app.serve;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.Fit;
import dev.duello.data.image.Picture;
import dev.duello.explain.SavedDirections;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.nn.Shape;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Tensor;
import dev.duello.train.ModelPool;
import dev.duello.train.TrainedModel;
import dev.duello.translate.ImageTranslation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model that is open, and what is known of it. It closes when it is retired and the last who uses it has left. */
final class ServedModel {
    private final String name;
    private final ModelPool pool;
    private final Batcher batcher;
    private final TranslationQueue translations;
    private final Facts facts;
    private int users;
    private boolean retired;

    /**
     * What is known of a model.
     *
     * @param noise numbers of noise in a latent; one a class follows where it knows classes
     * @param latent numbers of a latent
     * @param fit how its images were brought to size
     * @param translation of what makes images of others, which has no latents; else null
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
            SavedDirections directions,
            @Nullable Translation translation) {
        static Facts of(Path run, TrainedModel model) {
            Translator translator = model.model().translator().orElse(null);
            int latent =
                    translator != null ? 0 : Math.toIntExact(model.latentShape().elements());
            return new Facts(
                    model.format(),
                    model.classes(),
                    translator != null ? 0 : latent - model.model().classes(),
                    latent,
                    model.imagesSeen() / 1000.0,
                    model.isCritic(),
                    model.isEncoder(),
                    model.fit(),
                    SavedDirections.of(run),
                    translator == null
                            ? null
                            : new Translation(translator.sourceShape(), translator.factor(), translator.isRandom()));
        }

        /** @throws ServiceException when the model makes its samples of something else than latents */
        void requireLatents() {
            if (translation != null) {
                throw new ServiceException(
                        422, "The model makes images of other images: send it one with POST /v1/translate.");
            }
        }
    }

    /**
     * What is known of a model that makes images of others.
     *
     * @param source the shape of the images that it was trained with, {@code [C, H, W]}
     * @param factor by how much each side becomes longer
     * @param random whether one image has several results
     */
    record Translation(Shape source, int factor, boolean random) {}

    private ServedModel(String name, ModelPool pool, Batcher batcher, TranslationQueue translations, Facts facts) {
        this.name = name;
        this.pool = pool;
        this.batcher = batcher;
        this.translations = translations;
        this.facts = facts;
    }

    /**
     * Opens the best checkpoint of a run and makes one image with it, so that the first request finds all in memory.
     *
     * @throws RuntimeException with a sentence when it cannot be opened, as {@link TrainedModel#open(Path)} says
     */
    static ServedModel open(String name, Path run, Lock turn, Batcher.Limits limits, Batcher.BatchListener listener) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            ModelPool pool = opened.add(ModelPool.open(run, 1));
            Facts facts = pool.use(model -> {
                Facts known = Facts.of(run, model);
                makeOne(model);
                return known;
            });
            opened.succeeded();
            return new ServedModel(
                    name,
                    pool,
                    new Batcher(pool, turn, limits, listener),
                    new TranslationQueue(pool, turn, limits, listener),
                    facts);
        }
    }

    private static void makeOne(TrainedModel model) {
        Optional<Translator> translator = model.model().translator();
        if (translator.isEmpty()) {
            model.sample(1, 0);
            return;
        }
        List<Integer> axes = translator.get().sourceShape().axes();
        Picture black = new Picture(axes.get(1), axes.get(2), 4, new byte[axes.get(1) * axes.get(2) * 4]);
        new ImageTranslation(translator.get(), model.model().device(), Weights.AVERAGE)
                .translate(black, translator.get().classes() > 0 ? 0 : null, 0);
    }

    String name() {
        return name;
    }

    Facts facts() {
        return facts;
    }

    int waiting() {
        return batcher.waiting() + translations.waiting();
    }

    /** See {@link Batcher#compute}. */
    byte[] compute(Operation operation, int rows, boolean alone, Function<TrainedModel, Tensor> input) {
        return batcher.compute(operation, rows, alone, input);
    }

    /** See {@link TranslationQueue#translate}. */
    List<Picture> translate(Supplier<Picture> source, @Nullable Integer label, int variants, long seed) {
        return translations.translate(source, label, variants, seed);
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
