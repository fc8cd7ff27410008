package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.nn.Architecture;
import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.Layer;
import dev.duello.nn.Parallel;
import dev.duello.nn.ProjectionHead;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.nn.Softmax;
import org.junit.jupiter.api.Test;

class TextNetworksTest {
    private static final Shape TEXT = Shape.of(90, 32);

    /** The parameters of the authors' program, layer by layer. */
    @Test
    void with_the_published_sizes_there_are_the_published_parameters() {
        int dim = 512;
        long block = 2L * (5 * dim * dim + dim);
        Architecture generator =
                NetworkFamily.TEXT.generator(TEXT, new GeneratorConfig(128, dim, 5, Normalization.NONE, 0));
        assertThat(generator.trainedNumbers())
                .isEqualTo((128L + 1) * 32 * dim + 5 * block + (dim + 1L) * TEXT.channels());
        assertThat(generator.output()).isEqualTo(TEXT);
        Architecture discriminator =
                NetworkFamily.TEXT.discriminator(TEXT, new DiscriminatorConfig(dim, 5, Normalization.NONE, false, 0));
        assertThat(discriminator.trainedNumbers()).isEqualTo((TEXT.channels() + 1L) * dim + 5 * block + 32L * dim + 1);
        assertThat(discriminator.output()).isEqualTo(Shape.of(1));
        assertThat(generator.layers().stream().filter(Parallel.class::isInstance))
                .hasSize(5);
    }

    @Test
    void texts_of_any_length_are_made() {
        for (int length : new int[] {2, 3, 7, 100}) {
            Shape text = Shape.of(5, length);
            assertThat(NetworkFamily.TEXT
                            .generator(text, new GeneratorConfig(8, 4, 2, Normalization.BATCH, 0))
                            .output())
                    .isEqualTo(text);
            assertThat(NetworkFamily.TEXT
                            .encoder(text, new EncoderConfig(7, 4, 1, Normalization.SPECTRAL))
                            .output())
                    .isEqualTo(Shape.of(7));
        }
    }

    @Test
    void the_setting_decides_what_the_discriminator_sees_and_classes_have_their_layers() {
        Layer soft = NetworkFamily.TEXT
                .generator(TEXT, new GeneratorConfig(8, 4, 1, Normalization.NONE, 0))
                .layers()
                .getLast();
        Architecture hard = NetworkFamily.TEXT.generator(
                TEXT, new GeneratorConfig(8, 4, 1, Normalization.NONE, 3, Relaxation.STRAIGHT_THROUGH));
        assertThat(soft).isEqualTo(new Softmax(false));
        assertThat(hard.layers().getLast()).isEqualTo(new Softmax(true));
        assertThat(hard.layers().getFirst()).isInstanceOf(ClassEmbedding.class);
        assertThat(NetworkFamily.TEXT
                        .discriminator(TEXT, new DiscriminatorConfig(4, 1, Normalization.NONE, false, 3))
                        .layers()
                        .getLast())
                .isEqualTo(new ProjectionHead(3));
    }

    @Test
    void sounds_and_images_are_refused_and_so_are_texts_by_others() {
        GeneratorConfig config = new GeneratorConfig(8, 4, 1, Normalization.NONE, 0);
        assertThatThrownBy(() -> NetworkFamily.TEXT.generator(Shape.of(1, 1024), config))
                .isInstanceOf(ShapeException.class)
                .hasMessage("These networks are for texts, and the samples are sounds: set network=wavegan.");
        assertThatThrownBy(() -> NetworkFamily.TEXT.generator(Shape.of(3, 32, 32), config))
                .hasMessage("These networks are for texts, and the samples are images: set network=dcgan.");
        assertThatThrownBy(() -> NetworkFamily.DCGAN.generator(TEXT, config))
                .hasMessage("These networks are for images, and the samples are texts: set network=text.");
        assertThatThrownBy(() -> NetworkFamily.WAVEGAN.generator(TEXT, config))
                .hasMessage("These networks are for sounds, and the samples are texts: set network=text.");
    }
}
