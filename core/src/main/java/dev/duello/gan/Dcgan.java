package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The deep convolutional GAN (Radford, Metz and Chintala, 2015): kernels of 4 with stride 2, batch normalisation except at the
 * generator's output and the discriminator's input, ReLU in the generator, leaky ReLU 0.2 in the discriminator.
 */
final class Dcgan {
    private Dcgan() {}

    /**
     * @param image {@code [C, H, W]}
     * @param latent length of z
     * @param width channels of the largest feature map
     */
    static Architecture generator(Shape image, int latent, int width) {
        Stages stages = Stages.of(image);
        int base = Stages.channels(width, stages.count());
        List<Layer> layers = new ArrayList<>(List.of(
                new Linear(base * stages.height() * stages.width(), false),
                new Reshape(Shape.of(base, stages.height(), stages.width())),
                BatchNorm.DEFAULT,
                Activate.RELU));
        for (int halvings = stages.count() - 1; halvings > 0; halvings--) {
            layers.add(doubling(Stages.channels(width, halvings), false));
            layers.add(BatchNorm.DEFAULT);
            layers.add(Activate.RELU);
        }
        layers.add(doubling(image.channels(), true));
        layers.add(Activate.TANH);
        return new Architecture(Shape.of(latent), layers, Initialiser.DCGAN);
    }

    /**
     * @param image {@code [C, H, W]}
     * @param width channels of the largest feature map
     */
    static Architecture discriminator(Shape image, int width) {
        Stages stages = Stages.of(image);
        List<Layer> layers = new ArrayList<>();
        for (int halvings = 1; halvings <= stages.count(); halvings++) {
            boolean first = halvings == 1;
            layers.add(new Conv(Stages.channels(width, halvings), 4, 2, 1, first));
            if (!first) {
                layers.add(BatchNorm.DEFAULT);
            }
            layers.add(Activate.leakyRelu(0.2));
        }
        layers.add(new Linear(1, true));
        return new Architecture(image, layers, Initialiser.DCGAN);
    }

    private static ConvTranspose doubling(int channels, boolean bias) {
        return new ConvTranspose(channels, 4, 2, 1, 0, bias);
    }
}
