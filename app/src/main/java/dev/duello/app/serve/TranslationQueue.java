package dev.duello.app.serve;

import dev.duello.data.image.Picture;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.nn.Shape;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.train.ModelPool;
import dev.duello.train.TrainedModel;
import dev.duello.translate.ImageTranslation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Translates the images that requests bring to one model, one after the other. Other models have their turns between two tiles of
 * an image, and an image that nobody waits for any more is given up there. Any thread may ask.
 */
final class TranslationQueue {
    private final ModelPool pool;
    private final Lock turn;
    private final Batcher.BatchListener listener;
    private final Backlog backlog;

    /**
     * @param pool of one model
     * @param turn held while a tile is computed
     * @param limits its rows are results
     */
    TranslationQueue(ModelPool pool, Lock turn, Batcher.Limits limits, Batcher.BatchListener listener) {
        this.pool = pool;
        this.turn = turn;
        this.listener = listener;
        backlog = new Backlog(limits);
    }

    /** Results that wait to be made. */
    int waiting() {
        return backlog.waiting();
    }

    /**
     * Translates an image, and waits for it.
     *
     * @param source gives it when its turn has come, so that few are decoded at a time
     * @param label of the class of the results; null for a model without classes
     * @param seed of the noise of the first result; those after it have the next ones
     * @throws ServiceException when too many wait, or it takes too long
     * @throws dev.duello.data.DataException when the source cannot be read
     */
    List<Picture> translate(Supplier<Picture> source, @Nullable Integer label, int variants, long seed) {
        backlog.enter(variants);
        CompletableFuture<List<Picture>> result = new CompletableFuture<>();
        pool.submit(model -> {
            backlog.leave(variants);
            if (!result.isDone()) {
                try {
                    result.complete(translate(model, source.get(), label, variants, seed, result::isDone));
                } catch (Throwable e) {
                    // Including that memory was not enough: who asks is told, and the next may fare better.
                    result.completeExceptionally(e);
                }
            }
            return null;
        });
        return backlog.await(result);
    }

    private List<Picture> translate(
            TrainedModel model,
            Picture source,
            @Nullable Integer label,
            int variants,
            long seed,
            BooleanSupplier abandoned) {
        long start = System.nanoTime();
        ImageTranslation translation = new ImageTranslation(
                new InTurns(model.translator(), turn, abandoned), model.model().device(), Weights.AVERAGE);
        List<Picture> made = new ArrayList<>();
        for (int variant = 0; variant < variants; variant++) {
            made.add(translation.translate(source, label, seed + variant));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        backlog.took(variants, seconds);
        listener.computed(variants, seconds);
        return made;
    }

    /** A translator that waits for its turn before each tile, and ends when nobody waits for the result. */
    private record InTurns(Translator translator, Lock turn, BooleanSupplier abandoned) implements Translator {
        @Override
        public Tensor translate(Tensor sources, @Nullable Tensor labels, RandomStream noise, Weights weights) {
            turn.lock();
            try {
                if (abandoned.getAsBoolean()) {
                    throw new ServiceException(504, "Nobody waits for it any more.");
                }
                return translator.translate(sources, labels, noise, weights);
            } finally {
                turn.unlock();
            }
        }

        @Override
        public Shape sourceShape() {
            return translator.sourceShape();
        }

        @Override
        public int factor() {
            return translator.factor();
        }

        @Override
        public int multiple() {
            return translator.multiple();
        }

        @Override
        public boolean fillsHoles() {
            return translator.fillsHoles();
        }

        @Override
        public boolean isRandom() {
            return translator.isRandom();
        }

        @Override
        public int classes() {
            return translator.classes();
        }
    }
}
