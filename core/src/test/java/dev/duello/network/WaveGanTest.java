package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.nn.Architecture;
import dev.duello.nn.Layer;
import dev.duello.nn.PhaseShuffle;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WaveGanTest {
    private static Architecture generator(int length, int width) {
        return NetworkFamily.WAVEGAN.generator(
                Shape.of(1, length), new GeneratorConfig(100, width, 1, Normalization.NONE, 0));
    }

    private static Architecture discriminator(int length, int width) {
        return NetworkFamily.WAVEGAN.discriminator(
                Shape.of(1, length), new DiscriminatorConfig(width, 1, Normalization.NONE, false, 0));
    }

    private static List<Shape> outputs(Architecture network, String layer) {
        return network.placed().stream()
                .filter(placed -> placed.layer().label().equals(layer))
                .map(Architecture.Placed::output)
                .toList();
    }

    /** The tables of the paper's appendix D, channels first. */
    @Test
    void a_sound_of_16384_samples_has_the_published_layers() {
        Architecture generator = generator(16_384, 64);
        assertThat(outputs(generator, "reshape")).containsExactly(Shape.of(1024, 16));
        assertThat(outputs(generator, "conv-transpose"))
                .containsExactly(
                        Shape.of(512, 64),
                        Shape.of(256, 256),
                        Shape.of(128, 1024),
                        Shape.of(64, 4096),
                        Shape.of(1, 16_384));
        Architecture discriminator = discriminator(16_384, 64);
        assertThat(outputs(discriminator, "conv"))
                .containsExactly(
                        Shape.of(64, 4096),
                        Shape.of(128, 1024),
                        Shape.of(256, 256),
                        Shape.of(512, 64),
                        Shape.of(1024, 16));
        assertThat(discriminator.output()).isEqualTo(Shape.of(1));
        List<Layer> shuffles = discriminator.layers().stream()
                .filter(PhaseShuffle.class::isInstance)
                .toList();
        assertThat(shuffles).hasSize(4).containsOnly(new PhaseShuffle(2));
    }

    @Test
    void a_length_with_an_odd_power_of_two_has_one_step_of_two_at_the_waveform() {
        assertThat(outputs(discriminator(8192, 16), "conv"))
                .containsExactly(
                        Shape.of(16, 4096),
                        Shape.of(32, 1024),
                        Shape.of(64, 256),
                        Shape.of(128, 64),
                        Shape.of(256, 16));
        assertThat(Lengths.of(Shape.of(1, 8192))).isEqualTo(new Lengths(16, List.of(2, 4, 4, 4, 4)));
        assertThat(Lengths.of(Shape.of(1, 1024))).isEqualTo(new Lengths(16, List.of(4, 4, 4)));
        assertThat(Lengths.of(Shape.of(1, 16_000))).isEqualTo(new Lengths(125, List.of(2, 4, 4, 4)));
    }

    @Test
    void every_length_is_accepted_or_refused_with_one_that_is() {
        Pattern advice = Pattern.compile("data.length=(\\d+)\\.$");
        int refused = 0;
        for (int length = 64; length < 70_000; length += 37) {
            try {
                Lengths lengths = Lengths.of(Shape.of(1, length));
                int product = lengths.steps().stream().reduce(lengths.base(), Math::multiplyExact);
                assertThat(product).isEqualTo(length);
                assertThat(generator(length, 1).output()).isEqualTo(Shape.of(1, length));
                assertThat(discriminator(length, 1).output()).isEqualTo(Shape.of(1));
            } catch (ShapeException e) {
                refused++;
                Matcher found = advice.matcher(e.getMessage());
                assertThat(found.find()).as(e.getMessage()).isTrue();
                int better = Integer.parseInt(found.group(1));
                assertThat(Math.abs(better - length)).isLessThanOrEqualTo(1024);
                assertThatNoException().isThrownBy(() -> Lengths.of(Shape.of(1, better)));
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void classes_and_latents_come_in_and_encoders_end_in_numbers() {
        Architecture generator = NetworkFamily.WAVEGAN.generator(
                Shape.of(1, 1024), new GeneratorConfig(8, 4, 1, Normalization.BATCH, 3));
        assertThat(generator.classes()).isEqualTo(3);
        Architecture discriminator = NetworkFamily.WAVEGAN.discriminator(
                Shape.of(1, 1024), new DiscriminatorConfig(4, 1, Normalization.SPECTRAL, true, 3));
        assertThat(discriminator.output()).isEqualTo(Shape.of(3));
        Architecture encoder =
                NetworkFamily.WAVEGAN.encoder(Shape.of(1, 1024), new EncoderConfig(10, 4, 1, Normalization.NONE));
        assertThat(encoder.output()).isEqualTo(Shape.of(10));
    }

    @Test
    void networks_of_one_medium_refuse_the_other_with_what_to_set() {
        assertThatThrownBy(() -> NetworkFamily.DCGAN.discriminator(
                        Shape.of(1, 1024), new DiscriminatorConfig(4, 1, Normalization.NONE, false, 0)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("These networks are for images, and the samples are sounds: set network=wavegan.");
        assertThatThrownBy(() -> NetworkFamily.WAVEGAN.discriminator(
                        Shape.of(1, 32, 32), new DiscriminatorConfig(4, 1, Normalization.NONE, false, 0)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("These networks are for sounds, and the samples are images: set network=dcgan.");
        // Fully connected networks take anything.
        assertThat(NetworkFamily.MLP
                        .generator(Shape.of(1, 100), new GeneratorConfig(8, 4, 1, Normalization.NONE, 0))
                        .output())
                .isEqualTo(Shape.of(1, 100));
    }
}
