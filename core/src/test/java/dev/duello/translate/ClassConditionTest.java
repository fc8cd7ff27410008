package dev.duello.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duello.data.image.Picture;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassConditionTest {
    private static final int CLASSES = 3;

    private static SampleSpec samples(int classes) {
        return new SampleSpec(Shape.of(3, 8, 8), Collections.nCopies(classes, 1.0 / CLASSES));
    }

    private static Map<String, Architecture> networks(LearnerSettings settings, int classes) {
        return settings.architectures(samples(classes));
    }

    private static TranslateSettings with(GeneratorNetwork network, Normalization normalization) {
        TranslateSettings tiny = Tiny.pix2pix();
        return new TranslateSettings(
                network,
                tiny.source(),
                0,
                tiny.objective(),
                new TranslateSettings.Loss(1, 100, 0, 0),
                new GeneratorSettings(2, 2, normalization, 0, Tiny.ADAM, Tiny.EMA),
                tiny.discriminator());
    }

    @ParameterizedTest
    @EnumSource
    void generator_and_discriminator_get_a_channel_for_each_class_behind_all_others(GeneratorNetwork network) {
        TranslateSettings settings = with(network, Normalization.BATCH);
        Map<String, Architecture> without = networks(settings, 0);
        Map<String, Architecture> known = networks(settings, CLASSES);
        assertThat(known).containsOnlyKeys("generator", "discriminator");
        known.forEach((name, architecture) -> {
            assertThat(architecture.classes()).isEqualTo(CLASSES);
            assertThat(without.get(name).classes()).isZero();
            assertThat(architecture.output()).isEqualTo(without.get(name).output());
            assertThat(Architecture.parse(architecture.json())).isEqualTo(architecture);
        });
        // Kernels of 4x4, or of 7x7 and 3x3 in the generators, see so many channels more.
        int kernel = network == GeneratorNetwork.U_NET ? 16 : network == GeneratorNetwork.RESNET ? 49 : 9;
        assertThat(more(known, without, "generator")).isEqualTo(2L * kernel * CLASSES);
        assertThat(more(known, without, "discriminator")).isEqualTo(2L * 16 * CLASSES);
        TranslationShape shape = TranslationShape.of(known.get("generator"));
        assertThat(shape.classes()).isEqualTo(CLASSES);
        assertThat(shape.source()).isEqualTo(Shape.of(1, 8, 8));
    }

    private static long more(Map<String, Architecture> known, Map<String, Architecture> without, String name) {
        return known.get(name).trainedNumbers() - without.get(name).trainedNumbers();
    }

    @Test
    void the_class_changes_what_is_made_and_has_to_be_one_that_is_known() {
        try (var _ = TensorScope.open();
                var learner =
                        new PairTranslator(Tiny.pix2pix(), Tiny.setup(Tiny.pix2pix(), GradientRule.MEAN, CLASSES))) {
            ImageTranslation translation =
                    new ImageTranslation(learner.model().translator().orElseThrow(), Device.CPU, Weights.RAW);
            Picture gray = new Picture(8, 8, 4, new byte[256]);
            assertThat(translation.translate(gray, 0, 0).pixels())
                    .isEqualTo(translation.translate(gray, 0, 0).pixels())
                    .isNotEqualTo(translation.translate(gray, 2, 0).pixels());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> translation.translate(gray, 3, 0))
                    .withMessageContaining("of 3 classes");
            assertThatIllegalArgumentException().isThrownBy(() -> translation.translate(gray, 0));
        }
    }

    @Test
    void where_the_class_would_be_lost_or_not_be_judged_it_is_refused() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> networks(with(GeneratorNetwork.RESNET, Normalization.INSTANCE), CLASSES))
                .withMessageContaining("removes what is the same at every place");
        assertThat(networks(with(GeneratorNetwork.RESNET, Normalization.INSTANCE), 0))
                .isNotEmpty();
        for (LearnerSettings unpaired : new LearnerSettings[] {Tiny.cyclegan(), Tiny.cut()}) {
            assertThatExceptionOfType(SettingException.class)
                    .isThrownBy(() -> networks(unpaired, CLASSES))
                    .withMessageContaining("of unpaired images none are made by class");
        }
    }
}
