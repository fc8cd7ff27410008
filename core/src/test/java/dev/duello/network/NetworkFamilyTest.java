package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFamilyTest {
    /** WaveGanTest is of those for sounds, Dcgan3dTest of those for volumes. */
    private static final List<NetworkFamily> FOR_IMAGES = ImageFamilies.all().toList();

    static Stream<Shape> images() {
        return Stream.of(
                        "16x16", "28x28", "32x32", "48x64", "64x48", "20x36", "16x256", "64x64", "100x60", "128x128",
                        "256x256")
                .flatMap(size -> Stream.of(1, 3, 4).map(channels -> {
                    String[] sides = size.split("x");
                    return Shape.of(channels, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
                }));
    }

    @ParameterizedTest
    @MethodSource("images")
    void generators_end_in_images_discriminators_in_one_logit_and_encoders_in_latents(Shape image) {
        for (NetworkFamily family : FOR_IMAGES) {
            Architecture generator = family.generator(image, generator(100, 32));
            assertThat(generator.input()).isEqualTo(Shape.of(100));
            assertThat(generator.output()).isEqualTo(image);
            Architecture discriminator = family.discriminator(image, discriminator(32));
            assertThat(discriminator.input()).isEqualTo(image);
            assertThat(discriminator.output()).isEqualTo(Shape.of(1));
            Architecture encoder = family.encoder(image, new EncoderConfig(10, 32, 1, Normalization.BATCH));
            assertThat(encoder.input()).isEqualTo(image);
            assertThat(encoder.output()).isEqualTo(Shape.of(10));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,16,16", "1,28,28", "3,48,64", "4,20,36", "3,256,256"})
    void real_passes_agree_and_images_stay_within_minus_one_and_one(int channels, int height, int width) {
        Shape image = Shape.of(channels, height, width);
        for (NetworkFamily family : FOR_IMAGES) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off();
                    var generator = network(family.generator(image, generator(8, 2)));
                    var discriminator = network(family.discriminator(image, discriminator(2)))) {
                // Large weights, so that an output without its squashing would leave the range.
                generator.parameters().trained().multiply_(30);
                var fakes = generator.forward(new RandomStream("z", 1).normal(Device.CPU, 3, 8), Mode.TRAIN);
                assertThat(fakes.shape()).containsExactly(image.batch(3));
                // R3GAN ends in a convolution, as published; what lies outside is cut off when images are written.
                for (float pixel : family == NetworkFamily.R3GAN ? new float[0] : fakes.toFloats()) {
                    assertThat(pixel).isBetween(-1f, 1f);
                }
                assertThat(discriminator.forward(fakes, Mode.TRAIN).shape()).containsExactly(3, 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30x30, 32x32",
        "31x28, 32x28",
        "17x17, 16x16",
        "27x49, 28x48",
        "255x254, 256x256",
        "46x64, 48x64",
    })
    void sizes_that_cannot_be_halved_twice_are_refused_with_the_nearest_that_can(String size, String nearest) {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> NetworkFamily.DCGAN.generator(image(size), generator(100, 64)))
                .withMessage("Sides of %s cannot be halved twice. The nearest size that can is %s: set data.size=%s."
                        .formatted(size, nearest, nearest));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> NetworkFamily.DCGAN.discriminator(image(size), discriminator(64)))
                .withMessageContaining("data.size=" + nearest);
    }

    @Test
    void every_size_is_accepted_or_refused_with_one_that_is() {
        var advice = Pattern.compile("data.size=(\\d+x\\d+)\\.$");
        int refused = 0;
        for (int height = 16; height <= 256; height += 3) {
            for (int width = 16; width <= 256; width += 5) {
                try {
                    Resolutions stages = Resolutions.of(Shape.of(1, height, width));
                    assertThat(stages.height() << stages.count()).isEqualTo(height);
                    assertThat(stages.width() << stages.count()).isEqualTo(width);
                    assertThat(Math.min(stages.height(), stages.width())).isGreaterThanOrEqualTo(3);
                } catch (ShapeException e) {
                    refused++;
                    var found = advice.matcher(e.getMessage());
                    assertThat(found.find()).as(e.getMessage()).isTrue();
                    Shape better = image(found.group(1));
                    assertThatNoException().isThrownBy(() -> Resolutions.of(better));
                    assertThat(Math.abs(better.axes().get(1) - height)).isLessThanOrEqualTo(2);
                    assertThat(Math.abs(better.axes().get(2) - width)).isLessThanOrEqualTo(2);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"12x32", "15x15", "260x256", "64x512"})
    void sizes_out_of_range_are_refused(String size) {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> NetworkFamily.DCGAN.discriminator(image(size), discriminator(64)))
                .withMessage(
                        "Images of " + size
                                + " do not suit convolutional networks: each side must be 16 to 256. Choose one with data.size=HxW.");
    }

    @Test
    void the_base_is_what_halving_leaves() {
        assertThat(Resolutions.of(Shape.of(1, 28, 28))).isEqualTo(new Resolutions(2, 7, 7));
        assertThat(Resolutions.of(Shape.of(3, 48, 64))).isEqualTo(new Resolutions(4, 3, 4));
        assertThat(Resolutions.of(Shape.of(3, 64, 64))).isEqualTo(new Resolutions(4, 4, 4));
    }

    @Test
    void feature_maps_grow_at_most_eightfold() {
        Architecture discriminator = NetworkFamily.DCGAN.discriminator(Shape.of(3, 256, 256), discriminator(16));
        assertThat(discriminator.placed().stream()
                        .filter(placed -> placed.name().endsWith("conv"))
                        .map(placed -> placed.output().channels()))
                .containsExactly(16, 32, 64, 128, 128, 128);
    }

    @Test
    void the_founding_example_is_dense_and_normalized() {
        Shape image = Shape.of(1, 28, 28);
        Architecture generator = NetworkFamily.MLP.generator(image, generator(100, 256));
        assertThat(generator.layers())
                .endsWith(new Linear(784, true), Activation.SIGMOID, new Rescale(2, -1), new Reshape(image))
                .contains(new Linear(256, true), BatchNorm.DEFAULT, Activation.leakyRelu(0.2));
        // 784·256 + 256, 256·256 + 256, 256 + 1, and two normalizations of 2·256.
        assertThat(NetworkFamily.MLP.discriminator(image, discriminator(256)).trainedNumbers())
                .isEqualTo(200_960 + 65_792 + 257 + 1_024);
    }

    /** As published: batch normalization, no classes. */
    private static GeneratorConfig generator(int latent, int width) {
        return new GeneratorConfig(latent, width, 1, Normalization.BATCH, 0);
    }

    private static DiscriminatorConfig discriminator(int width) {
        return new DiscriminatorConfig(width, 1, Normalization.BATCH, false, 0);
    }

    private static Network network(Architecture architecture) {
        return Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1));
    }

    private static Shape image(String size) {
        List<Integer> sides = Stream.of(size.split("x")).map(Integer::valueOf).toList();
        return Shape.of(1, sides.get(0), sides.get(1));
    }
}
