package dev.duello.gan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.Architecture;
import dev.duello.nn.Shape;

/** The families of paired networks, each derived from the shape of the images. */
public enum NetworkFamily {
    /** Fully connected. */
    @JsonProperty("mlp")
    MLP {
        @Override
        public Architecture generator(Shape image, GeneratorDesign design) {
            return Mlp.generator(image, design);
        }

        @Override
        public Architecture discriminator(Shape image, DiscriminatorDesign design) {
            return Mlp.discriminator(image, design);
        }
    },

    /** Deep convolutional. */
    @JsonProperty("dcgan")
    DCGAN {
        @Override
        public Architecture generator(Shape image, GeneratorDesign design) {
            return Dcgan.generator(image, design);
        }

        @Override
        public Architecture discriminator(Shape image, DiscriminatorDesign design) {
            return Dcgan.discriminator(image, design);
        }
    },

    /** Convolutional, thin where images are large. */
    @JsonProperty("lean")
    LEAN {
        @Override
        public Architecture generator(Shape image, GeneratorDesign design) {
            return Lean.generator(image, design);
        }

        @Override
        public Architecture discriminator(Shape image, DiscriminatorDesign design) {
            return Lean.discriminator(image, design);
        }
    },

    /** Residual, of pairs of 3×3 convolutions. */
    @JsonProperty("resnet")
    RESNET {
        @Override
        public Architecture generator(Shape image, GeneratorDesign design) {
            return Resnet.generator(image, design);
        }

        @Override
        public Architecture discriminator(Shape image, DiscriminatorDesign design) {
            return Resnet.discriminator(image, design);
        }
    },

    /** Residual with inverted bottlenecks of grouped convolutions. */
    @JsonProperty("r3gan")
    R3GAN {
        @Override
        public Architecture generator(Shape image, GeneratorDesign design) {
            return R3gan.generator(image, design);
        }

        @Override
        public Architecture discriminator(Shape image, DiscriminatorDesign design) {
            return R3gan.discriminator(image, design);
        }
    };

    /**
     * A network from latents to images in [-1, 1].
     *
     * @param image {@code [C, H, W]}
     * @throws dev.duello.nn.ShapeException when the family cannot make such images
     */
    public abstract Architecture generator(Shape image, GeneratorDesign design);

    /**
     * A network from images in [-1, 1] to one logit, or one a class.
     *
     * @param image {@code [C, H, W]}
     * @throws dev.duello.nn.ShapeException when the family cannot take such images
     */
    public abstract Architecture discriminator(Shape image, DiscriminatorDesign design);
}
