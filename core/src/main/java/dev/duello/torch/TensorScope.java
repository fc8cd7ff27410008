package dev.duello.torch;

import org.bytedeco.javacpp.PointerScope;

/**
 * The lifetime of native memory: every tensor made while a scope is open, on the thread that opened it, is freed when
 * the scope closes. A tensor that must live longer leaves by name: {@link Tensor#keep()}.
 *
 * <p>Scopes nest; close them in the reverse order and on the same thread (try-with-resources does). The garbage
 * collector cannot see the size of native memory, so every loop over tensors opens one scope per turn.
 */
public final class TensorScope implements AutoCloseable {
    private final PointerScope scope;

    private TensorScope(PointerScope scope) {
        this.scope = scope;
    }

    /** Opens a scope on the current thread. */
    public static TensorScope open() {
        Torch.load();
        return new TensorScope(new PointerScope());
    }

    @Override
    public void close() {
        scope.close();
    }
}
