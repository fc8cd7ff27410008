package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MocoganTest {
    private static final Shape CLIP = Shape.of(1, 8, 16, 16);

    private static Architecture generator(Shape clip, Normalization normalization, int classes) {
        return NetworkFamily.MOCOGAN.generator(clip, new GeneratorConfig(6, 2, 1, normalization, classes));
    }

    private static Architecture discriminator(Shape clip, Normalization normalization, int classes) {
        return NetworkFamily.MOCOGAN.discriminator(clip, new DiscriminatorConfig(2, 1, normalization, true, classes));
    }

    private static Network network(Architecture architecture) {
        return Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1));
    }

    /** Sets to 0 what the names tell. */
    private static void silence(Network network, String... prefixes) {
        for (Map.Entry<String, Tensor> parameter : network.parameters().byName().entrySet()) {
            for (String prefix : prefixes) {
                if (parameter.getKey().startsWith(prefix)) {
                    parameter.getValue().fill_(0);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,2,16,16,BATCH", "3,5,32,24,SPECTRAL", "4,16,28,28,NONE", "3,24,48,32,BATCH"})
    void real_passes_agree_with_the_shapes(
            int channels, int frames, int height, int width, Normalization normalization) {
        Shape clip = Shape.of(channels, frames, height, width);
        assertThat(generator(clip, normalization, 3).classes()).isEqualTo(3);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network making = network(generator(clip, normalization, 0));
                Network judge = network(discriminator(clip, normalization, 3));
                Network encoding =
                        network(NetworkFamily.MOCOGAN.encoder(clip, new EncoderConfig(7, 2, 1, normalization)))) {
            making.parameters().trained().multiply_(3);
            Tensor clips = making.forward(new RandomStream("z", 1).normal(Device.CPU, 4, 6), Mode.TRAIN);
            assertThat(clips.shape()).containsExactly(clip.batch(4));
            for (float value : clips.contiguous().toFloats()) {
                assertThat(value).isBetween(-1f, 1f);
            }
            assertThat(judge.forward(clips, Mode.TRAIN).shape()).containsExactly(4, 3);
            assertThat(encoding.forward(clips, Mode.TRAIN).shape()).containsExactly(4, 7);
        }
    }

    @Test
    void without_motion_codes_a_clip_stands_still_and_without_content_clips_still_differ() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network generator = network(
                        NetworkFamily.MOCOGAN.generator(CLIP, new GeneratorConfig(6, 8, 1, Normalization.NONE, 0)))) {
            Tensor z = new RandomStream("z", 1).normal(Device.CPU, 1, 6);
            float[] moving = generator.forward(z, Mode.EVALUATE).contiguous().toFloats();
            assertThat(difference(moving, 0, moving, 7)).isGreaterThan(1e-3);
            silence(generator, "0.concat.motion.");
            float[] still = generator.forward(z, Mode.EVALUATE).contiguous().toFloats();
            for (int frame = 1; frame < 8; frame++) {
                assertThat(difference(still, 0, still, frame)).isCloseTo(0, within(1e-6));
            }
            float[] other = generator
                    .forward(new RandomStream("z", 2).normal(Device.CPU, 1, 6), Mode.EVALUATE)
                    .contiguous()
                    .toFloats();
            assertThat(difference(still, 0, other, 0)).isGreaterThan(1e-3);
        }
    }

    @Test
    void neighbors_among_motion_codes_are_alike() {
        Shape clip = Shape.of(1, 32, 16, 16);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network generator = network(
                        NetworkFamily.MOCOGAN.generator(clip, new GeneratorConfig(6, 8, 1, Normalization.NONE, 0)))) {
            float[] frames = generator
                    .forward(new RandomStream("z", 1).normal(Device.CPU, 1, 6), Mode.EVALUATE)
                    .contiguous()
                    .toFloats();
            double near = 0;
            double far = 0;
            for (int frame = 0; frame < 16; frame++) {
                near += difference(frames, frame, frames, frame + 1);
                far += difference(frames, frame, frames, frame + 16);
            }
            assertThat(near).isLessThan(0.7 * far);
        }
    }

    private static double difference(float[] one, int frame, float[] other, int otherFrame) {
        double sum = 0;
        for (int i = 0; i < 256; i++) {
            sum += Math.abs(one[frame * 256 + i] - other[otherFrame * 256 + i]);
        }
        return sum / 256;
    }

    @Test
    void the_critic_of_frames_sees_four_of_them_and_that_of_the_clip_all() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network judge = network(discriminator(CLIP, Normalization.NONE, 0))) {
            Tensor clips = new RandomStream("clips", 1).uniform(Device.CPU, -1, 1, CLIP.batch(4));
            float[] both = judge.forward(clips, Mode.TRAIN).toFloats();
            float[] scores = new float[4];
            for (String critic : new String[] {"frames", "clip"}) {
                try (Network alone = network(judge.architecture())) {
                    silence(alone, "0.residual." + (critic.equals("frames") ? "clip" : "frames"));
                    float[] before = alone.forward(clips, Mode.TRAIN).toFloats();
                    for (int frame = 0; frame < 8; frame++) {
                        float[] after =
                                alone.forward(without(clips, frame), Mode.TRAIN).toFloats();
                        if (critic.equals("frames") && frame % 2 == 1) {
                            assertThat(after).containsExactly(before);
                        } else {
                            assertThat(after).isNotEqualTo(before);
                        }
                    }
                    for (int i = 0; i < 4; i++) {
                        scores[i] += before[i];
                    }
                }
            }
            assertThat(both).containsExactly(scores, within(1e-4f));
        }
    }

    /** With one frame black. */
    private static Tensor without(Tensor clips, int frame) {
        float[] numbers = clips.contiguous().toFloats();
        for (int clip = 0; clip < 4; clip++) {
            for (int i = 0; i < 256; i++) {
                numbers[(clip * 8 + frame) * 256 + i] = -1;
            }
        }
        return Tensors.of(numbers, clips.shape());
    }

    @Test
    void frames_that_cannot_be_halved_twice_are_refused_with_a_size_that_can() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> generator(Shape.of(3, 16, 30, 30), Normalization.BATCH, 0))
                .withMessageContaining("set data.size=32x32.");
    }
}
