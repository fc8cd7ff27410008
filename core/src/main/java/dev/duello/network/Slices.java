package dev.duello.network;

import dev.duello.nn.Architecture;
import dev.duello.nn.Layer;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link UpsampleConvNetworks} for volumes and clips: the slices along the first axis, the layers of a shape from its floor up or the frames of
 * a clip, are the channels of an image. A convolution sees all slices at once, and a sample costs little more than one image does. The price is
 * that nothing is shared along that axis: what was learned of one slice is not known of the next.
 */
final class Slices {
    private Slices() {}

    /** @param sample {@code [C, D, H, W]} */
    static Architecture generator(Shape sample, GeneratorConfig config) {
        Architecture images = UpsampleConvNetworks.generator(image(sample), config, config.width());
        List<Layer> layers = new ArrayList<>(images.layers());
        layers.add(new Reshape(sample));
        return new Architecture(images.inputs(), layers, images.initializer());
    }

    /** @param sample {@code [C, D, H, W]} */
    static Architecture discriminator(Shape sample, DiscriminatorConfig config) {
        return sliced(sample, UpsampleConvNetworks.discriminator(image(sample), config));
    }

    /** @param sample {@code [C, D, H, W]} */
    static Architecture encoder(Shape sample, EncoderConfig config) {
        return sliced(sample, UpsampleConvNetworks.encoder(image(sample), config));
    }

    private static Architecture sliced(Shape sample, Architecture images) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Reshape(image(sample)));
        layers.addAll(images.layers());
        return new Architecture(sample, layers, images.initializer());
    }

    /** {@code [C * D, H, W]} */
    private static Shape image(Shape sample) {
        List<Integer> axes = sample.axes();
        return Shape.of(axes.get(0) * axes.get(1), axes.get(2), axes.get(3));
    }
}
