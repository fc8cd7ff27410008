package dev.duello.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.Architecture;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The families of networks that belong together, each derived from the shape of the samples. */
public enum NetworkFamily {
    /** Fully connected. */
    @JsonProperty("mlp")
    MLP(0, Mlp::generator, Mlp::discriminator, Mlp::encoder),

    /** Deep convolutional. */
    @JsonProperty("dcgan")
    DCGAN(2, Dcgan::generator, Dcgan::discriminator, Dcgan::encoder),

    /** Convolutional, thin where images are large. */
    @JsonProperty("upsample-conv")
    UPSAMPLE_CONV(
            2, UpsampleConvNetworks::generator, UpsampleConvNetworks::discriminator, UpsampleConvNetworks::encoder),

    /** Residual, of pairs of 3×3 convolutions. */
    @JsonProperty("resnet")
    RESNET(2, Resnet::generator, Resnet::discriminator, Resnet::encoder),

    /** Residual with inverted bottlenecks of grouped convolutions. */
    @JsonProperty("r3gan")
    R3GAN(2, R3gan::generator, R3gan::discriminator, R3gan::encoder),

    /** Convolutional along the time, for sounds. */
    @JsonProperty("wavegan")
    WAVEGAN(1, WaveGan::generator, WaveGan::discriminator, WaveGan::encoder),

    /** Convolutional on the spectrograms of sounds. */
    @JsonProperty("specgan")
    SPECGAN(1, SpecGan::generator, SpecGan::discriminator, SpecGan::encoder),

    /** Residual convolutional along a text, with a softmax over its characters. */
    @JsonProperty("text")
    TEXT(1, TextNetworks::generator, TextNetworks::discriminator, TextNetworks::encoder),

    /** Deep convolutional over three spatial axes, for voxels and for frames along the time. */
    @JsonProperty("dcgan3d")
    DCGAN_3D(3, Dcgan3d::generator, Dcgan3d::discriminator, Dcgan3d::encoder),

    /** Images of frames from a content code and a path of motion codes, and critics of single frames and of the whole clip. */
    @JsonProperty("mocogan")
    MOCOGAN(3, Mocogan::generator, Mocogan::discriminator, Mocogan::encoder),

    /** Convolutional for images, of which the channels are the frames of a clip or the layers of a volume. */
    @JsonProperty("slices")
    SLICES(3, Slices::generator, Slices::discriminator, Slices::encoder);

    private final int axes;

    private final BiFunction<Shape, GeneratorConfig, Architecture> generator;
    private final BiFunction<Shape, DiscriminatorConfig, Architecture> discriminator;
    private final BiFunction<Shape, EncoderConfig, Architecture> encoder;

    /** @param axes spatial axes of the samples; 0 for any */
    NetworkFamily(
            int axes,
            BiFunction<Shape, GeneratorConfig, Architecture> generator,
            BiFunction<Shape, DiscriminatorConfig, Architecture> discriminator,
            BiFunction<Shape, EncoderConfig, Architecture> encoder) {
        this.axes = axes;
        this.generator = generator;
        this.discriminator = discriminator;
        this.encoder = encoder;
    }

    /**
     * A network from latents to images.
     *
     * @param image {@code [C, spatial...]}
     * @return images in [-1, 1]; of {@link #R3GAN}, which ends in a convolution, about that
     * @throws dev.duello.nn.ShapeException when the family cannot make such images
     */
    public Architecture generator(Shape image, GeneratorConfig config) {
        return generator.apply(checked(image), config);
    }

    /** Whether its generators' images lie within [-1, 1] and not only about there. */
    public boolean isBounded() {
        return this != R3GAN;
    }

    /**
     * A network from images in [-1, 1] to one logit, or one a class.
     *
     * @param image {@code [C, spatial...]}
     * @throws dev.duello.nn.ShapeException when the family cannot take such images
     */
    public Architecture discriminator(Shape image, DiscriminatorConfig config) {
        return discriminator.apply(checked(image), config);
    }

    /**
     * A network from images in [-1, 1] to some numbers: the discriminator's layers up to its last feature maps, and one dense
     * layer that looks at every place of them.
     *
     * @param image {@code [C, spatial...]}
     * @throws dev.duello.nn.ShapeException when the family cannot take such images
     */
    public Architecture encoder(Shape image, EncoderConfig config) {
        return encoder.apply(checked(image), config);
    }

    /** Spatial axes of the samples that it is made for: 1 for sounds and texts, 2 for images, 3 for volumes, 0 for any. */
    public int axes() {
        return axes;
    }

    /**
     * What suits samples that are no images, for presets whose networks are for images: the setting {@code network}; nothing for images.
     *
     * @param sample {@code [C, spatial...]}
     */
    public static Map<String, String> choices(Shape sample) {
        return sample.spatial().size() == 2 ? Map.of() : Map.of("network", usual(sample));
    }

    /**
     * Whether these are sounds of a length that {@link #SPECGAN} takes, which is sooner good than {@link #WAVEGAN}; only that one has
     * encoders, takes other lengths and makes waveforms also in training.
     *
     * @param sample {@code [C, spatial...]}
     */
    public static boolean takesSpectrogram(Shape sample) {
        return sample.channels() == 1
                && sample.spatial().size() == 1
                && SpecGan.takes(sample.spatial().getFirst());
    }

    /**
     * Whether these are volumes or clips whose slices are large enough for {@link #SLICES}; {@link #DCGAN_3D} takes smaller ones.
     *
     * @param sample {@code [C, spatial...]}
     */
    public static boolean takesSlices(Shape sample) {
        List<Integer> sides = sample.spatial();
        return sides.size() == 3 && Math.min(sides.get(1), sides.get(2)) >= Resolutions.SMALLEST;
    }

    /** By its name among settings. */
    private static String usual(Shape sample) {
        return switch (sample.spatial().size()) {
            case 1 -> sample.channels() > 1 ? "text" : "wavegan";
            case 2 -> "dcgan";
            case 3 -> takesSlices(sample) ? "slices" : "dcgan3d";
            default -> "mlp";
        };
    }

    private Shape checked(Shape sample) {
        int there = sample.spatial().size();
        // A text has a channel for each character, a sound has one.
        boolean isText = there == 1 && sample.channels() > 1;
        if (axes != 0 && (there != axes || isText != (this == TEXT))) {
            String meant = switch (axes) {
                case 1 -> this == TEXT ? "texts" : "sounds";
                case 2 -> "images";
                default -> "volumes";
            };
            String found = switch (there) {
                case 1 -> isText ? "are texts" : "are sounds";
                case 2 -> "are images";
                case 3 -> "have three spatial axes";
                default -> "are " + sample;
            };
            throw new ShapeException("These networks are for " + meant + ", and the samples " + found + ": set network="
                    + usual(sample) + ".");
        }
        return sample;
    }
}
