package dev.duello.translate;

import dev.duello.learn.LearnerKind;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkStore;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.util.List;

/** What is the same for all translators. */
interface TranslatorKind extends LearnerKind {
    @Override
    default List<String> widths() {
        return List.of("generator.width", "discriminator.width");
    }

    @Override
    default boolean isGenerative() {
        return false;
    }

    @Override
    default boolean isTranslator() {
        return true;
    }

    @Override
    default Model model(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        return TranslationModel.stored(store, device, precision);
    }
}
