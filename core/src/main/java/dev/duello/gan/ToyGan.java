package dev.duello.gan;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A GAN over points in the plane, so small that one sees all of it: both networks are dense, with four hidden layers of 64 and
 * without normalization.
 *
 * @param latent numbers of a latent
 * @param beta1 of Adam, for both networks
 * @param annealKimg thousands of points over which schedules go from first to last value
 */
public record ToyGan(
        Objective objective,
        Penalty penalty,
        int latent,
        Schedule generatorRate,
        Schedule discriminatorRate,
        double beta1,
        int discriminatorSteps,
        double annealKimg) {
    private static final int UNITS = 64;
    private static final int HIDDEN = 4;

    /** The rules of {@link GanLearner}: reals and fakes are {@code [N, 2]}. */
    public GanLearner.Config config() {
        return new GanLearner.Config(
                network(latent, 2, Activation.RELU),
                network(2, 1, Activation.leakyRelu(0.2)),
                List.of(),
                objective,
                penalty,
                Augmentation.NONE,
                discriminatorSteps,
                false,
                optimizer(generatorRate),
                optimizer(discriminatorRate),
                10,
                0.05,
                annealKimg);
    }

    private OptimizerSettings optimizer(Schedule rate) {
        return new OptimizerSettings(rate, beta1, Schedule.constant(0.9), 1e-8);
    }

    private static Architecture network(int inputs, int outputs, Layer activation) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < HIDDEN; i++) {
            layers.add(new Linear(UNITS, true));
            layers.add(activation);
        }
        layers.add(new Linear(outputs, true));
        return new Architecture(Shape.of(inputs), layers, Initializer.HE_NORMAL);
    }
}
