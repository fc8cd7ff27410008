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
        public Architecture generator(Shape image, int latent, int width) {
            return Mlp.generator(image, latent, width);
        }

        @Override
        public Architecture discriminator(Shape image, int width) {
            return Mlp.discriminator(image, width);
        }
    },

    /** Deep convolutional. */
    @JsonProperty("dcgan")
    DCGAN {
        @Override
        public Architecture generator(Shape image, int latent, int width) {
            return Dcgan.generator(image, latent, width);
        }

        @Override
        public Architecture discriminator(Shape image, int width) {
            return Dcgan.discriminator(image, width);
        }
    };

    /**
     * A network from latents to images in [-1, 1].
     *
     * @param image {@code [C, H, W]}
     * @throws dev.duello.nn.ShapeException when the family cannot make such images
     */
    public abstract Architecture generator(Shape image, int latent, int width);

    /**
     * A network from images in [-1, 1] to one logit.
     *
     * @param image {@code [C, H, W]}
     * @throws dev.duello.nn.ShapeException when the family cannot take such images
     */
    public abstract Architecture discriminator(Shape image, int width);
}
