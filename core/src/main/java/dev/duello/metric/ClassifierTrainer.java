package dev.duello.metric;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Trains the classifier that is measured with. Metrics know no learners, so whoever trains is found by {@link ServiceLoader}.
 */
public interface ClassifierTrainer {
    /**
     * What decides how a classifier is trained.
     *
     * @param shown images in all, each as often as it comes
     * @param batch images in a step
     * @param seed of weights and order
     */
    record Plan(long shown, int batch, long seed) {
        /** Refuses what {@link #train} would refuse. @throws DataException as that */
        void check(Dataset images) {
            check(images, images.size() - Math.ceilDiv(images.size(), HELD_OUT_EVERY));
        }

        /**
         * The same where so many of the images are trained on.
         *
         * @throws DataException when the images have no labels, or are too few to train on
         */
        public void check(Dataset images, int training) {
            if (images.classes().size() < 2) {
                throw new DataException(images.name()
                        + " has no classes: a classifier needs labeled samples, such as a folder with a"
                        + " sub-folder for each class.");
            }
            if (training < batch) {
                throw new DataException(
                        images.name() + " has only " + training + " images to train on; a step takes " + batch + ".");
            }
        }
    }

    /** One of so many images is held out, to see how well others are told. */
    int HELD_OUT_EVERY = 10;

    /**
     * Trains on the CPU, with as many threads as the calling thread has, and writes what {@link Classifier#open} reads.
     *
     * @param images labeled
     * @throws DataException when the images have no labels, or too few to train on
     * @throws IOException when the file cannot be written
     */
    void train(Dataset images, Plan plan, Path file, EvaluationProgress progress) throws IOException;

    /** The one on the class path. */
    static ClassifierTrainer find() {
        return ServiceLoader.load(ClassifierTrainer.class, ClassifierTrainer.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no trainer of classifiers on the class path"));
    }
}
