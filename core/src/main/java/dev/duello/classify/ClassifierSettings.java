package dev.duello.classify;

import static dev.duello.learn.SettingException.require;

import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.network.ConvClassifier;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import java.util.Map;

/**
 * The settings of a classifier.
 *
 * @param width channels of the first stage, see {@link ConvClassifier}
 */
public record ClassifierSettings(int width, OptimizerSettings optimizer) implements LearnerSettings {
    public ClassifierSettings {
        require(width >= 1 && width <= 4096, "width", width, "1 to 4096");
        OptimizerGroup.check("optimizer", optimizer);
    }

    /** @throws SettingException when there are no classes to tell apart */
    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        if (samples.classes() < 2) {
            throw new SettingException(
                    "data.labels: a classifier needs labeled images, such as a folder with a sub-folder"
                            + " for each class. Set data.labels=use, as its preset has it.");
        }
        return Map.of(
                ClassifierLearner.CLASSIFIER, ConvClassifier.architecture(samples.shape(), width, samples.classes()));
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new ClassifierLearner(optimizer, setup);
    }

    @Override
    public Map<String, Schedule> rates() {
        return Map.of("optimizer.rate", optimizer.rate());
    }

    /** A forward pass, and a backward pass, which counts as two. */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        return 3.0 * networks.get(ClassifierLearner.CLASSIFIER).multiplyAdds();
    }
}
