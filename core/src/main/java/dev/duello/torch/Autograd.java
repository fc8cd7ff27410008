package dev.duello.torch;

import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Gradients by automatic differentiation. */
public final class Autograd {
    private Autograd() {}

    /**
     * The gradients of a scalar with respect to {@code inputs}, in their order and shapes. Only the parts of the graph that
     * lead to {@code inputs} are walked.
     *
     * @param differentiable record the gradients themselves, so that a penalty on them can be differentiated again
     * @throws TorchException when {@code scalar} does not depend on one of the inputs, or nothing was recorded
     */
    public static List<Tensor> gradients(Tensor scalar, List<Tensor> inputs, boolean differentiable) {
        TensorVector wanted = new TensorVector(
                inputs.stream().map(input -> input.handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
        TensorVector found;
        try {
            found = torch.grad(
                    new TensorVector(scalar.handle),
                    wanted,
                    new TensorVector(),
                    new BoolOptional(differentiable),
                    differentiable,
                    false);
        } catch (RuntimeException e) {
            // The native message goes on with a stack of addresses.
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new TorchException("No gradients could be computed: " + reason, e);
        }
        return Tensor.owners(found);
    }
}
