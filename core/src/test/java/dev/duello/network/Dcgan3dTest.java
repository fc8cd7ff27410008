package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.PerAxis;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Dcgan3dTest {
    private static Architecture generator(Shape volume, int width) {
        return NetworkFamily.DCGAN_3D.generator(volume, new GeneratorConfig(200, width, 1, Normalization.BATCH, 0));
    }

    private static Architecture discriminator(Shape volume, int width) {
        return NetworkFamily.DCGAN_3D.discriminator(
                volume, new DiscriminatorConfig(width, 1, Normalization.BATCH, false, 0));
    }

    private static List<Shape> outputs(Architecture network, String layer) {
        return network.placed().stream()
                .filter(placed -> placed.layer().label().equals(layer))
                .map(Architecture.Placed::output)
                .toList();
    }

    /** Wu et al., 2016, section 3.1 and its figure 1. */
    @Test
    void a_volume_of_64_has_the_published_layers() {
        Shape volume = Shape.of(1, 64, 64, 64);
        assertThat(outputs(generator(volume, 64), "reshape")).containsExactly(Shape.of(512, 4, 4, 4));
        assertThat(outputs(generator(volume, 64), "conv-transpose"))
                .containsExactly(Shape.of(256, 8, 8, 8), Shape.of(128, 16, 16, 16), Shape.of(64, 32, 32, 32), volume);
        assertThat(outputs(discriminator(volume, 64), "conv"))
                .containsExactly(
                        Shape.of(64, 32, 32, 32),
                        Shape.of(128, 16, 16, 16),
                        Shape.of(256, 8, 8, 8),
                        Shape.of(512, 4, 4, 4));
        assertThat(discriminator(volume, 64).output()).isEqualTo(Shape.of(1));
    }

    @Test
    void a_short_axis_is_halved_next_to_the_sample_and_then_left_as_it_is() {
        Shape clip = Shape.of(3, 16, 64, 64);
        assertThat(outputs(generator(clip, 8), "conv-transpose"))
                .containsExactly(
                        Shape.of(32, 4, 8, 8),
                        Shape.of(16, 4, 16, 16),
                        Shape.of(8, 8, 32, 32),
                        Shape.of(3, 16, 64, 64));
        assertThat(Volumes.of(Shape.of(1, 5, 32, 16)))
                .isEqualTo(new Volumes(
                        List.of(5, 4, 4), List.of(PerAxis.of(1, 2, 2), PerAxis.of(1, 2, 2), PerAxis.of(1, 2, 1))));
    }

    @Test
    void every_size_is_accepted_or_refused_with_one_that_is() {
        Pattern advice = Pattern.compile("are (\\d+)x(\\d+)x(\\d+)\\.$");
        int refused = 0;
        for (int depth = 2; depth < 270; depth += 7) {
            for (int side = 3; side < 270; side += 5) {
                try {
                    Volumes volumes = Volumes.of(Shape.of(1, depth, side, side));
                    for (int axis = 0; axis < 3; axis++) {
                        int at = axis;
                        int product = volumes.strides().stream()
                                .map(stride -> stride.at(at))
                                .reduce(volumes.base().get(axis), Math::multiplyExact);
                        assertThat(product).isEqualTo(axis == 0 ? depth : side);
                    }
                } catch (ShapeException e) {
                    refused++;
                    Matcher found = advice.matcher(e.getMessage());
                    assertThat(found.find()).as(e.getMessage()).isTrue();
                    int[] better = Stream.of(1, 2, 3)
                            .mapToInt(group -> Integer.parseInt(found.group(group)))
                            .toArray();
                    assertThatNoException().isThrownBy(() -> Volumes.of(Shape.of(1, better[0], better[1], better[2])));
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1,8,16,12,BATCH", "4,16,16,16,SPECTRAL", "3,5,20,16,NONE"})
    void real_passes_agree_with_the_shapes(
            int channels, int depth, int height, int width, Normalization normalization) {
        Shape volume = Shape.of(channels, depth, height, width);
        Architecture generator =
                NetworkFamily.DCGAN_3D.generator(volume, new GeneratorConfig(6, 2, 1, normalization, 3));
        Architecture discriminator =
                NetworkFamily.DCGAN_3D.discriminator(volume, new DiscriminatorConfig(2, 1, normalization, true, 3));
        Architecture encoder = NetworkFamily.DCGAN_3D.encoder(volume, new EncoderConfig(7, 2, 1, normalization));
        assertThat(generator.classes()).isEqualTo(3);
        assertThat(generator.output()).isEqualTo(volume);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network judge = network(discriminator);
                Network encoding = network(encoder)) {
            var volumes = new RandomStream("volumes", 1).uniform(Device.CPU, -1, 1, volume.batch(4));
            assertThat(judge.forward(volumes, Mode.TRAIN).shape()).containsExactly(4, 3);
            assertThat(encoding.forward(volumes, Mode.TRAIN).shape()).containsExactly(4, 7);
        }
    }

    @Test
    void volumes_and_images_are_not_taken_for_each_other() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> NetworkFamily.DCGAN.discriminator(
                        Shape.of(1, 32, 32, 32), new DiscriminatorConfig(4, 1, Normalization.NONE, false, 0)))
                .withMessage(
                        "These networks are for images, and the samples have three spatial axes: set network=slices.");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> discriminator(Shape.of(1, 32, 32), 4))
                .withMessage("These networks are for volumes, and the samples are images: set network=dcgan.");
    }

    private static Network network(Architecture architecture) {
        return Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1));
    }
}
