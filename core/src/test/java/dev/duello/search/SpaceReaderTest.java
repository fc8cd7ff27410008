package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.learn.SettingException;
import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Numbers;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceReaderTest {
    private static final Experiment AUTO = ExperimentReader.preset("auto");

    private static Space read(String yaml) {
        return SpaceReader.read(yaml, "space.yaml", AUTO, false);
    }

    @Test
    void every_form_is_read() {
        Space space = read("""
            penalty.r1: {log: [0.05, 20]}
            augmentation.probability: {float: [0, 1]}
            discriminator.steps: {int: [1, 3]}
            objective: {choice: [hinge, relativistic]}
            generator.optimizer.rate: {factor: 4}
            generator.width: {factor: 2}
            penalty.interval: {int: [1, 16], when: {objective: hinge}}
            """);

        assertThat(space.parameters().stream().map(Parameter::domain).toList())
                .containsExactly(
                        new Numbers(0.05, 20, true, false),
                        new Numbers(0, 1, false, false),
                        new Numbers(1, 3, false, true),
                        new Choices(List.of("hinge", "relativistic")),
                        new Numbers(5e-4, 8e-3, true, false),
                        new Numbers(32, 128, true, true),
                        new Numbers(1, 16, false, true));
        assertThat(space.parameters().getLast().condition().values()).containsExactly("hinge");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "penalty.r3: {log: [1, 2]} | penalty.r3 (space.yaml, line 2) | did you mean 'penalty.r1'?",
                "penalty.r1: {lgo: [1, 2]} | penalty.r1 (space.yaml, line 2) | there is no form 'lgo'; did you mean 'log'?",
                "penalty.r1: {log: [2, 1]} | penalty.r1 (space.yaml, line 2) | from a smaller to a larger number",
                "penalty.r1: {log: [0, 1]} | penalty.r1 (space.yaml, line 2) | must begin above 0",
                "penalty.r1: {log: [1, two]} | penalty.r1 (space.yaml, line 2) | 'two' is not a number",
                "penalty.r1: 3 | penalty.r1 (space.yaml, line 2) | write a form and its values",
                "discriminator.steps: {int: [1, 2.5]} | discriminator.steps (space.yaml, line 2) | whole numbers",
                "penalty.r2: {factor: 3} | penalty.r2 (space.yaml, line 2) | searches around a value above 0",
                "objective: {choice: [hinge]} | objective (space.yaml, line 2) | at least two",
                "training.seed: {int: [1, 5]} | training.seed (space.yaml, line 2) | the same for all trials",
                "penalty.r1: {log: [1, 2], when: {objectve: hinge}} | penalty.r1 (space.yaml, line 2) | not searched in a line before",
                "penalty.r1: {log: [1, 2], when: {network: dcgam}} | penalty.r1 (space.yaml, line 2) | did you mean 'dcgan'?",
            })
    void nonsense_is_told_with_key_line_and_the_nearest(String line, String place, String reason) {
        assertThatThrownBy(() -> read("network: {choice: [dcgan, upsample-conv]}\n" + line + "\n"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(place)
                .hasMessageContaining(reason);
    }

    @Test
    void broken_yaml_is_told_with_its_line() {
        assertThatThrownBy(() -> read("a: {choice: [x\nb: 1"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("space.yaml, line 2: not valid YAML");
        assertThatThrownBy(() -> read("")).hasMessageContaining("holds no space");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auto", "r3gan", "sngan", "wgan-gp", "dcgan", "mlp", "wavegan", "specgan", "text", "autoencoder"
            })
    void every_preset_of_samples_has_a_default_space_around_its_values(String preset) {
        Experiment experiment = ExperimentReader.preset(preset);
        Space space = SpaceReader.defaults(experiment, true);

        assertThat(space.parameters().size()).isGreaterThanOrEqualTo(5);
        assertThat(space.parameters().stream().map(Parameter::key))
                .anyMatch(key -> key.endsWith("optimizer.rate"))
                .anyMatch(key -> key.endsWith("width"));
    }

    @Test
    void what_is_done_to_images_is_not_searched_for_sounds() {
        Map<String, String> sounds = Map.of("preset", "wavegan", "data.length", "1024", "data.rate", "8000");
        Space space = SpaceReader.defaults(ExperimentReader.read(null, sounds), false);

        assertThat(space.parameters().stream().map(Parameter::key))
                .contains("penalty.r1")
                .noneMatch(key -> key.startsWith("augmentation"));
    }

    @Test
    void a_new_beginning_of_a_schedule_scales_its_end() {
        assertThat(SearchedSettings.value("0.002 -> 1.0E-5", "0.004")).isEqualTo("0.004 -> 2.0E-5");
        assertThat(SearchedSettings.value("0.002", "0.004")).isEqualTo("0.004");
    }
}
