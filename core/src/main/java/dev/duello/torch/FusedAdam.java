package dev.duello.torch;

import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * libtorch's Adam, which reads and writes each number once. The bindings have no method for it, so it is called by name.
 * Whoever makes it closes it.
 */
public final class FusedAdam implements AutoCloseable {
    /** Looked up once, outside every scope. */
    private static final class Native {
        static final OperatorHandle ADAM =
                new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", ""));
        static final Type.TypePtr TENSOR = new Type.TypePtr(TensorType.get());

        static {
            ADAM.retainReference();
            TENSOR.retainReference();
        }
    }

    private final GenericList parameters;
    private final GenericList means;
    private final GenericList meanSquares;

    /**
     * For tensors that stay where they are: all float32, contiguous, and of one shape at one place of the three lists.
     *
     * @param means running means of gradients
     * @param meanSquares running means of squared gradients
     */
    public FusedAdam(List<Tensor> parameters, List<Tensor> means, List<Tensor> meanSquares) {
        this.parameters = kept(listOf(parameters));
        this.means = kept(listOf(means));
        this.meanSquares = kept(listOf(meanSquares));
    }

    /**
     * One step (Kingma and Ba, 2015, algorithm 1) in place.
     *
     * @param gradients contiguous, in the order and shapes of the parameters
     * @param step from 1
     */
    public void take(List<Tensor> gradients, long step, double rate, double beta1, double beta2, double epsilon) {
        try (var _ = TensorScope.open()) {
            Tensor count = new Tensor(
                    gradients.getFirst().handle.new_full(new long[] {}, new org.bytedeco.pytorch.Scalar(step)));
            IValueVector stack = new IValueVector();
            stack.push_back(new IValue(parameters));
            stack.push_back(new IValue(listOf(gradients)));
            stack.push_back(new IValue(means));
            stack.push_back(new IValue(meanSquares));
            stack.push_back(new IValue(new GenericList(Native.TENSOR)));
            stack.push_back(new IValue(listOf(Collections.nCopies(gradients.size(), count))));
            double noDecay = 0;
            for (double number : new double[] {rate, beta1, beta2, noDecay, epsilon}) {
                stack.push_back(new IValue(number));
            }
            boolean amsgrad = false;
            boolean maximize = false;
            stack.push_back(new IValue(amsgrad));
            stack.push_back(new IValue(maximize));
            stack.push_back(new IValue()); // scale of gradients: none
            stack.push_back(new IValue()); // where infinities are noted: nowhere
            Native.ADAM.callBoxed(stack);
        }
    }

    private static GenericList listOf(List<Tensor> tensors) {
        GenericList list = new GenericList(Native.TENSOR);
        tensors.forEach(tensor -> list.push_back(new IValue(tensor.handle)));
        return list;
    }

    private static GenericList kept(GenericList list) {
        list.retainReference();
        return list;
    }

    @Override
    public void close() {
        parameters.releaseReference();
        means.releaseReference();
        meanSquares.releaseReference();
    }
}
