package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.gan.GanSettings;
import dev.duello.gan.Objective;
import dev.duello.learn.SettingException;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ExperimentReaderTest {
    static final List<String> PRESETS = ExperimentReader.PRESETS;

    @TempDir
    private Path folder;

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), text);
    }

    @ParameterizedTest
    @FieldSource("PRESETS")
    void a_preset_written_and_read_is_the_same(String name) throws IOException {
        Experiment preset = ExperimentReader.preset(name);
        assertThat(ExperimentReader.readRun(yaml(ExperimentReader.write(preset))))
                .isEqualTo(preset);
    }

    @Test
    void settings_override_the_file_which_overrides_the_preset() throws IOException {
        Path file = yaml("preset: mlp\nobjective: minimax\ngenerator:\n  width: 32\n  latent: 7\ndata: {size: 32}\n");
        Experiment experiment = ExperimentReader.read(file, Map.of("generator.width", "48"));
        assertThat(experiment.preset()).isEqualTo("mlp");
        assertThat(gan(experiment).objective()).isEqualTo(Objective.MINIMAX);
        assertThat(gan(experiment).generator().width()).isEqualTo(48);
        assertThat(gan(experiment).generator().latent()).isEqualTo(7);
        assertThat(gan(experiment).discriminator().width()).isEqualTo(128);
        assertThat(experiment.data().size()).isEqualTo("32");
    }

    @Test
    void an_unknown_key_is_told_with_its_line_and_the_nearest_name() throws IOException {
        Path file = yaml("preset: dcgan\n\ngenerator:\n  latent: 9\n  widht: 32\n");
        assertThatThrownBy(() -> ExperimentReader.read(file, Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'generator.widht' (mine.yaml, line 5); did you mean 'generator.width'?");
    }

    @Test
    void an_ill_typed_value_is_told_with_its_line() throws IOException {
        Path file = yaml("training:\n  batch: many\n");
        assertThatThrownBy(() -> ExperimentReader.read(file, Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("training.batch (mine.yaml, line 2): 'many' is not a whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generator.widht | 3 | did you mean 'generator.width'?",
                "generator | 3 | is a group of settings",
                "generator.width | 2.5 | not a whole number",
                "generator.width | -1 | out of range: 1 to 65536",
                "training.clip-norm | -0.5 | out of range: 0 or more",
                "training.micro-batch | 7 | out of range: 0, or a divisor of training.batch from 2",
                "training.micro-batch | 1 | out of range: 0, or a divisor of training.batch from 2",
                "generator.width | '' | not a whole number",
                "objective | wgan | not one of minimax, non-saturating",
                "objective | hindge | did you mean 'hinge'?",
                "preset | dcgam | did you mean 'dcgan'?",
                "data.size | 28by28 | not a size",
                "data.channels | 2 | not 1 (gray)",
                "training.kimg | 0 | out of range: more than 0",
                "machine.precision | fp8 | not auto, fp32 or bf16",
                "machine.device | tpu | not auto, cpu, cuda or mps",
                "generator.optimizer.rate | fast | not a number, or two as in 2e-4 -> 5e-5",
                "generator.optimizer.rate | 2e-4 -> 0 | out of range: more than 0",
                "penalty.r1 | -1 | out of range: 0 or more",
                "penalty.interval | 0 | out of range: 1 or more",
                "augmentation.probability | 0 -> 2 | out of range: 0 to 1",
                "discriminator.steps | 0 | out of range: 1 to 100",
                "discriminator.normalization | layer | not one of none, batch, spectral",
                "data.labels | maybe | not ignore, use, auto or cluster",
                "data.labels | group | is called 'cluster' now",
                "network | lean | is called 'upsample-conv' now",
                "watch | fid | is called 'evaluation' now",
                "watch.kimg | 5 | is called 'evaluation.kimg' now",
                "generator.average.ramp-up | 0 | is called 'generator.ema.ramp-up' now",
                "augmentation.colour | true | is called 'augmentation.color' now",
                "data.clusters | 1 | out of range: 2 to 1000",
                "preset | r3gam-base | there is no 'r3gam-base'",
                "generator.optimizer.beta1 | 1 | out of range: 0 to less than 1",
            })
    void a_bad_setting_is_refused_in_words(String key, String value, String words) {
        assertThatThrownBy(() -> ExperimentReader.read(null, Map.of(key, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(words);
    }

    @Test
    void a_file_with_earlier_names_is_understood() throws IOException {
        Path file = yaml("""
                network: lean
                data: {labels: group, groups: 7}
                augmentation: {colour: true}
                generator:
                  normalisation: spectral
                  average:
                    half-life-kimg: 3
                discriminator: {joint-batch: false, minibatch-deviation: true, normalisation: batch}
                watch:
                  metric: kid
                """);
        Experiment experiment = ExperimentReader.read(file, Map.of());
        assertThat(gan(experiment).network()).isEqualTo(NetworkFamily.UPSAMPLE_CONV);
        assertThat(experiment.data().labels()).isEqualTo("cluster");
        assertThat(experiment.data().clusters()).isEqualTo(7);
        assertThat(gan(experiment).augmentation().color()).isTrue();
        assertThat(gan(experiment).generator().normalization()).isEqualTo(Normalization.SPECTRAL);
        assertThat(gan(experiment).generator().ema().halfLifeKimg()).isEqualTo(3);
        assertThat(gan(experiment).discriminator().concatRealFake()).isFalse();
        assertThat(gan(experiment).discriminator().minibatchStdDev()).isTrue();
        assertThat(gan(experiment).discriminator().normalization()).isEqualTo(Normalization.BATCH);
        assertThat(experiment.evaluation().metric()).isEqualTo("kid");
        assertThat(ExperimentReader.readRun(yaml(ExperimentReader.write(experiment))))
                .isEqualTo(experiment);
    }

    @Test
    void what_is_wrong_at_an_earlier_name_is_told_with_its_line() throws IOException {
        Path file = yaml("preset: dcgan\nwatch:\n  kimg: often\n");
        assertThatThrownBy(() -> ExperimentReader.read(file, Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("evaluation.kimg (mine.yaml, line 3): 'often' is not a number");
    }

    @Test
    void a_key_under_both_of_its_names_is_refused() throws IOException {
        Path file = yaml("data:\n  groups: 5\n  clusters: 6\n");
        assertThatThrownBy(() -> ExperimentReader.read(file, Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'data.groups' (mine.yaml) is called 'data.clusters' now");
    }

    @Test
    void the_advice_of_an_earlier_version_is_told_with_the_keys_of_today() {
        assertThat(EarlierSettings.inSentence("Watch it, or --set discriminator.joint-batch=true, or watch.kimg=5."))
                .isEqualTo("Watch it, or --set discriminator.concat-real-fake=true, or evaluation.kimg=5.");
    }

    @Test
    void schedules_take_the_length_that_is_asked_for_unless_they_have_their_own() throws IOException {
        assertThat(ExperimentReader.read(null, Map.of("training.kimg", "300"))
                        .training()
                        .annealKimg()
                        .kimg())
                .isEqualTo(300);
        assertThat(ExperimentReader.read(null, Map.of("training.kimg", "300", "training.anneal-kimg", "50"))
                        .training()
                        .annealKimg()
                        .kimg())
                .isEqualTo(50);
        Path file = yaml("training:\n  kimg: 7\n");
        assertThat(ExperimentReader.read(file, Map.of()).training().annealKimg().kimg())
                .isEqualTo(7);
    }

    @Test
    void reals_and_fakes_of_one_batch_are_never_compared_with_each_other() {
        Map<String, String> settings = Map.of(
                "training.batch", "30",
                "discriminator.concat-real-fake", "true",
                "discriminator.minibatch-std-dev", "true");
        assertThatThrownBy(() -> ExperimentReader.read(null, settings))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("training.batch")
                .hasMessageContaining("a multiple of 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'generator:\n  width: ['        | line 2",
                "'just text'                     | holds no settings",
                "'- a\n- b'                      | holds no settings",
                "'generator: 4'                  | is a group of settings",
                "'preset: dcgan\npreset: mlp'    | line 2",
                "'generator:\n  width: !!java.io.File [x]' | not a whole number",
            })
    void a_file_that_is_no_experiment_is_refused_in_words(String text, String words) throws IOException {
        Path file = yaml(text);
        assertThatThrownBy(() -> ExperimentReader.read(file, Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(words);
    }

    @Test
    void an_empty_file_is_the_default_preset() throws IOException {
        assertThat(ExperimentReader.read(yaml(""), Map.of())).isEqualTo(ExperimentReader.preset("auto"));
    }

    private static GanSettings gan(Experiment experiment) {
        return (GanSettings) experiment.settings();
    }
}
