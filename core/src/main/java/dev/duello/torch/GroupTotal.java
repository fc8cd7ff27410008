package dev.duello.torch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;

/**
 * A sum over the members of a group that can be differentiated, as often as one likes: the gradient of a member's share is the sum of
 * the gradients of all members, each of which computed its own from the same total.
 */
public final class GroupTotal {
    private static final Map<ProcessGroup, Hook> HOOKS = new ConcurrentHashMap<>();

    private GroupTotal() {}

    /**
     * The sum.
     *
     * @param share float32, of the same shape for every member; every member must call this, and differentiate the result, in the
     *     same order
     */
    public static Tensor of(ProcessGroup group, Tensor share) {
        Tensor total;
        try (var _ = GradientMode.off()) {
            total = share.detach().copy();
            group.sum(List.of(total), DType.FLOAT32);
        }
        if (!share.requiresGradient()) {
            return total;
        }
        // The value of the total with the gradient of the share.
        Tensor result = share.add(total.subtract(share.detach()));
        result.handle.register_hook(HOOKS.computeIfAbsent(group, Hook::new));
        return result;
    }

    /** Adds the gradients of all members. Native code may hold no more than a few such objects, so that each group has one. */
    private static final class Hook extends TensorTensorHook {
        private final ProcessGroup group;

        Hook(ProcessGroup group) {
            this.group = group;
            // It outlives the scope of the layer that needs it first.
            retainReference();
        }

        @Override
        public TensorBase call(TensorBase gradient) {
            return of(group, new Tensor(new org.bytedeco.pytorch.Tensor(gradient))).handle;
        }
    }
}
