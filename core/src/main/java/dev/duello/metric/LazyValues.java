package dev.duello.metric;

import dev.duello.torch.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Results of computations on one subject, each computed at its first use. Tensors and what else can be closed live until this is closed.
 */
final class LazyValues<S> implements AutoCloseable {
    private final Map<Function<? super S, ?>, Object> results = new HashMap<>();

    /** @param computation equal ones are the same; a tensor that it returns is a new one */
    @SuppressWarnings("unchecked") // Under a function lies only what that function returned.
    <T> T of(S subject, Function<? super S, T> computation) {
        Object known = results.get(computation);
        if (known == null) {
            known = computation.apply(subject);
            if (known instanceof Tensor tensor) {
                tensor.keep();
            }
            results.put(computation, known);
        }
        return (T) known;
    }

    @Override
    public void close() {
        for (Object result : results.values()) {
            if (result instanceof AutoCloseable closeable) {
                close(closeable);
            }
        }
        results.clear();
    }

    private static void close(AutoCloseable result) {
        try {
            result.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A result of a metric cannot be closed: " + e.getMessage(), e);
        }
    }
}
