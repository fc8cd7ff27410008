package dev.duello.app.serve;

import dev.duello.explain.Directions;
import dev.duello.explain.ExplainException;
import dev.duello.explain.SavedDirections;
import dev.duello.torch.Tensor;
import dev.duello.train.TrainedModel;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Samples that somebody asks for.
 *
 * @param model empty for the only one
 * @param seed as of {@code duello sample}
 * @param className the name or number of the class of all of them, or null for those that the seed gives
 * @param truncation what the noise is multiplied with
 * @param moves distances along directions, by their names
 * @param alone whether they are computed in a batch of their own
 */
record ImagesRequest(
        String model,
        int n,
        long seed,
        @Nullable String className,
        double truncation,
        Map<String, Double> moves,
        Format format,
        boolean alone) {
    private static final int MOST = 1_000;
    private static final double LARGEST_TRUNCATION = 2;
    private static final double FARTHEST_MOVE = 100;

    /** How samples are sent. */
    enum Format {
        /** One picture. */
        PNG,
        /** A file each. */
        ZIP,
        /** One array. */
        NPY;

        /** By its name in small letters. @throws ServiceException when there is none of that name */
        static Format of(String name) {
            for (Format format : Format.values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return format;
                }
            }
            throw ServiceException.malformed("format must be png, zip or npy.");
        }
    }

    /** @throws ServiceException when it is none */
    static ImagesRequest of(Call call) {
        JsonFields fields = call.json("model", "n", "seed", "class", "truncation", "moves", "format", "alone");
        return new ImagesRequest(
                fields.text("model", ""),
                (int) fields.whole("n", 1, 1, MOST),
                seed(fields),
                fields.textOrNumber("class").orElse(null),
                fields.number("truncation", 1, 0, LARGEST_TRUNCATION),
                fields.numbers("moves", -FARTHEST_MOVE, FARTHEST_MOVE),
                Format.of(fields.text("format", "png")),
                fields.flag("alone"));
    }

    /** The seed that a client wants, or any. */
    static long seed(JsonFields fields) {
        // One that survives a reader that takes all numbers for floating-point ones.
        return fields.whole("seed", new SplittableRandom().nextLong(1L << 31), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * What gives the latents, once for all of them.
     *
     * @throws ServiceException when the model knows no such class or direction
     */
    Function<TrainedModel, Tensor> latents(ServedModel.Facts facts) {
        double[] step = step(facts.directions());
        Integer label = className == null ? null : Labels.of(facts.classes(), className);
        return trained -> {
            Tensor latents = trained.latentStream(seed, label).apply(n);
            if (truncation != 1) {
                latents.narrow(1, 0, facts.noise()).multiply_(truncation);
            }
            return step.length == 0 ? latents : Directions.moved(latents, step, 1);
        };
    }

    /** The sum of all moves. */
    private double[] step(SavedDirections directions) {
        double[] sum = new double[0];
        for (Map.Entry<String, Double> move : moves.entrySet()) {
            double[] vector;
            try {
                vector = directions.named(move.getKey()).vector();
            } catch (ExplainException e) {
                throw ServiceException.malformed("moves: " + e.getMessage());
            }
            sum = sum.length == 0 ? new double[vector.length] : sum;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += move.getValue() * vector[i];
            }
        }
        return sum;
    }
}
