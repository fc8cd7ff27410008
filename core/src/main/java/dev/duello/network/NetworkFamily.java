package dev.duello.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.Architecture;
import dev.duello.nn.Shape;
import java.util.function.BiFunction;

/** The families of networks that belong together, each derived from the shape of the images. */
public enum NetworkFamily {
    /** Fully connected. */
    @JsonProperty("mlp")
    MLP(Mlp::generator, Mlp::discriminator, Mlp::encoder),

    /** Deep convolutional. */
    @JsonProperty("dcgan")
    DCGAN(Dcgan::generator, Dcgan::discriminator, Dcgan::encoder),

    /** Convolutional, thin where images are large. */
    @JsonProperty("upsample-conv")
    UPSAMPLE_CONV(UpsampleConvNetworks::generator, UpsampleConvNetworks::discriminator, UpsampleConvNetworks::encoder),

    /** Residual, of pairs of 3×3 convolutions. */
    @JsonProperty("resnet")
    RESNET(Resnet::generator, Resnet::discriminator, Resnet::encoder),

    /** Residual with inverted bottlenecks of grouped convolutions. */
    @JsonProperty("r3gan")
    R3GAN(R3gan::generator, R3gan::discriminator, R3gan::encoder);

    private final BiFunction<Shape, GeneratorConfig, Architecture> generator;
    private final BiFunction<Shape, DiscriminatorConfig, Architecture> discriminator;
    private final BiFunction<Shape, EncoderConfig, Architecture> encoder;

    NetworkFamily(
            BiFunction<Shape, GeneratorConfig, Architecture> generator,
            BiFunction<Shape, DiscriminatorConfig, Architecture> discriminator,
            BiFunction<Shape, EncoderConfig, Architecture> encoder) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.encoder = encoder;
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

    /** Whether its generators' images lie within [-1, 1] and not only about there. */
    public boolean isBounded() {
        return this != R3GAN;
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

    /**
     * A network from images in [-1, 1] to some numbers: the discriminator's layers up to its last feature maps, and one dense
     * layer that looks at every place of them.
     *
     * @param image {@code [C, H, W]}
     * @throws dev.duello.nn.ShapeException when the family cannot take such images
     */
    public Architecture encoder(Shape image, EncoderConfig config) {
        return encoder.apply(image, config);
    }
}
