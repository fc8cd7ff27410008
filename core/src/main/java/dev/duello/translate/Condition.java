package dev.duello.translate;

import dev.duello.nn.Architecture;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What images are made from besides noise.
 *
 * @param sources {@code [N, C, h, w]}
 * @param classes one number a class, 0 but for a 1, {@code [N, classes]}; null where no network knows classes
 */
record Condition(Tensor sources, @Nullable Tensor classes) {
    /**
     * Sources with the class of each result.
     *
     * @param labels INT64 {@code [N]} on the device of the sources; not looked at where there are no classes
     * @param classes how many the networks know, 0 for none
     */
    static Condition of(Tensor sources, @Nullable Tensor labels, int classes) {
        if (classes == 0) {
            return new Condition(sources, null);
        }
        if (labels == null) {
            throw new IllegalArgumentException("a translator that knows classes needs the class of each result");
        }
        return new Condition(sources, Functions.oneHot(labels, classes));
    }

    int size() {
        return Math.toIntExact(sources.size(0));
    }

    /** Some of them. */
    Condition narrow(int from, int count) {
        return new Condition(sources.narrow(0, from, count), classes == null ? null : classes.narrow(0, from, count));
    }

    /** What layers of a generator get by name. @param noise {@code [N, length]}, or null for none */
    Map<String, Tensor> inputs(@Nullable Tensor noise) {
        Map<String, Tensor> inputs = new HashMap<>(ofClass());
        inputs.put(TranslationShape.SOURCE, sources);
        if (noise != null) {
            inputs.put(Architecture.LATENT, noise);
        }
        return inputs;
    }

    /** What layers of a discriminator get by name. */
    Map<String, Tensor> ofClass() {
        return classes == null ? Map.of() : Map.of(Architecture.CLASS, classes);
    }
}
