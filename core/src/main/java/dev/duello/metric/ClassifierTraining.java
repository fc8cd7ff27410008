package dev.duello.metric;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.nn.Adam;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier is trained: Adam on the cross-entropy, with the rate falling in a straight line to zero.
 *
 * @param epochs passes over the images; the last may be a part of one
 * @param batch images in a step
 * @param rate learning rate at the start
 * @param seed of weights and order
 */
public record ClassifierTraining(double epochs, int batch, double rate, long seed) {
    public static final ClassifierTraining DEFAULT = new ClassifierTraining(5, 128, 2e-3, 0);
    private static final int HELD_OUT_EVERY = 10;

    /** Hears after each step. */
    public interface Progress {
        /**
         * @param images shown so far
         * @param total to be shown
         * @param loss mean cross-entropy of the step
         */
        void on(long images, long total, double loss);
    }

    /**
     * A classifier and how well it does on images that it was not trained on.
     *
     * @param accuracy share told right
     * @param testImages how many images that is of
     */
    public record Result(Classifier classifier, double accuracy, int testImages) {}

    /** The same for so many images shown in all, however many {@code images} there are; at least a step. */
    ClassifierTraining ofImages(long shown, Dataset images) {
        int trainedOn = images.size() - Math.ceilDiv(images.size(), HELD_OUT_EVERY);
        return new ClassifierTraining((double) Math.max(batch, shown) / Math.max(1, trainedOn), batch, rate, seed);
    }

    /**
     * Trains a classifier; the caller closes it.
     *
     * @param images labeled
     * @param test of the same format and classes, or null to hold out every tenth of {@code images}
     * @throws DataException when the images have no labels, or too few to train on
     */
    public Result train(Dataset images, @Nullable Dataset test, Device device, Precision precision, Progress progress) {
        check(images, test);
        int[] training = IntStream.range(0, images.size())
                .filter(i -> test != null || i % HELD_OUT_EVERY != 0)
                .toArray();
        int[] testing = test != null
                ? IntStream.range(0, test.size()).toArray()
                : IntStream.range(0, images.size())
                        .filter(i -> i % HELD_OUT_EVERY == 0)
                        .toArray();
        Network network = Network.initialized(
                Classifier.architecture(
                        new Shape(images.format().shape()), images.classes().size()),
                device,
                precision,
                new RandomStream("classifier-weights", seed));
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Classifier classifier = opened.add(new Classifier(network, images.classes()));
            optimize(network, images, training, progress);
            double accuracy = test != null ? classifier.accuracy(test) : classifier.accuracy(images, testing);
            opened.succeeded();
            return new Result(classifier, accuracy, testing.length);
        }
    }

    /** Refuses what {@link #train} would refuse. @throws DataException as that */
    void check(Dataset images, @Nullable Dataset test) {
        if (images.classes().size() < 2) {
            throw new DataException(images.name() + " has no classes: a classifier needs labeled samples,"
                    + " such as a folder with a sub-folder for each class.");
        }
        int training = test != null ? images.size() : images.size() - Math.ceilDiv(images.size(), HELD_OUT_EVERY);
        if (training < batch) {
            throw new DataException(images.name() + " has only " + training + " "
                    + images.format().medium().plural() + " to train on; a step takes " + batch + ".");
        }
    }

    private void optimize(Network network, Dataset images, int[] training, Progress progress) {
        RandomStream order = new RandomStream("classifier-order", seed);
        Adam.Settings settings = new Adam.Settings(rate, 0.9, 0.999, 1e-8);
        int stepsAnEpoch = training.length / batch;
        long total = Math.max(1, Math.round(epochs * stepsAnEpoch));
        try (Arena arena = Arena.ofConfined();
                Adam adam = new Adam(network.parameters())) {
            MemorySegment pixels = arena.allocate((long) batch * images.format().bytes());
            int[] indices = new int[batch];
            long[] labels = new long[batch];
            for (long step = 0; step < total; step++) {
                int within = (int) (step % stepsAnEpoch);
                if (within == 0) {
                    shuffle(training, order.javaRandom());
                }
                System.arraycopy(training, within * batch, indices, 0, batch);
                images.gather(indices, pixels);
                for (int i = 0; i < batch; i++) {
                    labels[i] = images.label(indices[i]);
                }
                try (var _ = TensorScope.open()) {
                    Tensor input = images.format().toTensor(pixels, batch, network.device());
                    Tensor classes = Tensors.of(labels, batch).to(network.device());
                    ClassifierLoss losses = new ClassifierLoss(network, input, classes);
                    adam.step(
                            GradientRule.MEAN.gradients(losses, network.parameters()),
                            settings.withRate(rate * (total - step) / total));
                    progress.on((step + 1) * batch, total * batch, losses.mean());
                }
            }
        }
    }

    /** Fisher and Yates. */
    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}
