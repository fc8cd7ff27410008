package dev.duello.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.Architecture;
import dev.duello.nn.Shape;
import java.util.function.BiFunction;

/** The families of paired networks, each derived from the shape of the images. */
public enum NetworkFamily {
    /** Fully connected. */
    @JsonProperty("mlp")
    MLP(Mlp::generator, Mlp::discriminator),

    /** Deep convolutional. */
    @JsonProperty("dcgan")
    DCGAN(Dcgan::generator, Dcgan::discriminator),

    /** Convolutional, thin where images are large. */
    @JsonProperty("lean")
    LEAN(Lean::generator, Lean::discriminator),

    /** Residual, of pairs of 3×3 convolutions. */
    @JsonProperty("resnet")
    RESNET(Resnet::generator, Resnet::discriminator),

    /** Residual with inverted bottlenecks of grouped convolutions. */
    @JsonProperty("r3gan")
    R3GAN(R3gan::generator, R3gan::discriminator);

    private final BiFunction<Shape, GeneratorConfig, Architecture> generator;
    private final BiFunction<Shape, DiscriminatorConfig, Architecture> discriminator;

    NetworkFamily(
            BiFunction<Shape, GeneratorConfig, Architecture> generator,
            BiFunction<Shape, DiscriminatorConfig, Architecture> discriminator) {
        this.generator = generator;
        this.discriminator = discriminator;
    }

    /**
     * A network from latents to images.
     *
     * @param image {@code [C, H, W]}
     * @return images in [-1, 1]; of {@link #R3GAN}, which ends in a convolution, about that
     * @throws dev.duello.nn.ShapeException when the family cannot make such images
     */
    public Architecture generator(Shape image, GeneratorConfig config) {
        return generator.apply(image, config);
    }

    /**
     * A network from images in [-1, 1] to one logit, or one a class.
     *
     * @param image {@code [C, H, W]}
     * @throws dev.duello.nn.ShapeException when the family cannot take such images
     */
    public Architecture discriminator(Shape image, DiscriminatorConfig config) {
        return discriminator.apply(image, config);
    }
}
