package dev.duello.learn;

import dev.duello.nn.Architecture;
import dev.duello.torch.Tensor;
import java.util.Map;

/** Where the networks of a learner are saved, by the names that {@link Learner#tensors} gives them. */
public interface NetworkStore {
    /** How a network was built. */
    Architecture architecture(String name);

    /** The text that {@link Learner#metadata} gave for this name; empty for none. */
    Map<String, String> metadata(String name);

    /** Fills tensors with the saved numbers. */
    void load(String name, Map<String, Tensor> tensors);
}
