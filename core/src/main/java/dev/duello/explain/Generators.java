package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;

/** What explanations ask of a model's generator. */
final class Generators {
    private Generators() {}

    /** @throws ExplainException when the model does not show one */
    static NetworkView view(Model model) {
        return model.generator(Weights.AVERAGE)
                .orElseThrow(() -> new ExplainException(
                        "The samples of this model do not come from a single network that could be looked into."));
    }

    /** Numbers of a latent that are noise: all but those that tell the class. */
    static int noise(Model model) {
        return Math.toIntExact(model.latentShape().elements()) - model.classes();
    }
}
