package dev.duello.torch;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/** libtorch's Adam, which reads and writes each number once. The bindings have no method for it, so it is called by name. */
public final class FusedAdam {
    private FusedAdam() {}

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

    /**
     * One step (Kingma and Ba, 2015, algorithm 1) in place; all tensors are float32 and of one shape.
     *
     * @param mean running mean of gradients
     * @param meanSquare running mean of squared gradients
     * @param step from 1
     */
    public static void step_(
            Tensor parameters,
            Tensor gradient,
            Tensor mean,
            Tensor meanSquare,
            long step,
            double rate,
            double beta1,
            double beta2,
            double epsilon) {
        try (var _ = TensorScope.open()) {
            Tensor count = new Tensor(parameters.handle.new_full(new long[] {}, new org.bytedeco.pytorch.Scalar(step)));
            IValueVector stack = new IValueVector();
            for (Tensor tensor : new Tensor[] {parameters, gradient, mean, meanSquare}) {
                stack.push_back(new IValue(listOf(tensor)));
            }
            stack.push_back(new IValue(new GenericList(Native.TENSOR)));
            stack.push_back(new IValue(listOf(count)));
            double noDecay = 0;
            for (double number : new double[] {rate, beta1, beta2, noDecay, epsilon}) {
                stack.push_back(new IValue(number));
            }
            boolean amsgrad = false;
            boolean maximise = false;
            stack.push_back(new IValue(amsgrad));
            stack.push_back(new IValue(maximise));
            stack.push_back(new IValue()); // scale of gradients: none
            stack.push_back(new IValue()); // where infinities are noted: nowhere
            Native.ADAM.callBoxed(stack);
        }
    }

    private static GenericList listOf(Tensor tensor) {
        GenericList list = new GenericList(Native.TENSOR);
        list.push_back(new IValue(tensor.handle));
        return list;
    }
}
