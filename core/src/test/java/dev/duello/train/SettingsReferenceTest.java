package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.Setting;
import dev.duello.learn.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReferenceTest {
    private static final String MORE = ", or two as in 2e-4 -> 5e-5";

    static List<LearnerKind> kinds() {
        return LearnerKinds.all();
    }

    private static String firstPreset(LearnerKind kind) {
        return kind.presets().keySet().iterator().next();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_key_of_an_experiment_has_its_help_and_no_other_key_has(LearnerKind kind) {
        assertThat(SettingsReference.all(kind).stream().map(Setting::key).toList())
                .as("a new setting needs a line in SettingsReference")
                .containsExactlyElementsOf(SettingsReference.values(ExperimentReader.preset(firstPreset(kind)))
                        .keySet());
        assertThat(SettingsReference.all(kind))
                .allSatisfy(setting -> assertThat(setting.help())
                        .as(setting.key())
                        .endsWith(".")
                        .doesNotContain("|"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ranges_are_those_that_the_reader_keeps(LearnerKind kind) {
        int ranges = 0;
        for (Setting setting : SettingsReference.all(kind)) {
            String range = setting.values().replace(MORE, "");
            if (!range.matches(".*\\d.*") || range.contains("such as") || range.contains("one of")) {
                continue;
            }
            if (setting.choices().isEmpty()) {
                ranges++;
                assertThatThrownBy(() ->
                                ExperimentReader.read(null, Map.of("preset", firstPreset(kind), setting.key(), "-1")))
                        .as(setting.key())
                        .isInstanceOf(SettingException.class)
                        .hasMessageStartingWith(setting.key())
                        .hasMessageEndingWith(" is out of range: " + range + ".");
            }
            boolean schedule = setting.values().endsWith(MORE);
            String pair = "0.5 -> 0.25";
            if (schedule) {
                assertThat(ExperimentReader.read(null, Map.of("preset", firstPreset(kind), setting.key(), pair)))
                        .as(setting.key())
                        .isNotNull();
            }
        }
        assertThat(ranges).isGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void each_choice_is_taken_and_nothing_else(LearnerKind kind) {
        String preset = firstPreset(kind);
        for (Setting setting : SettingsReference.all(kind)) {
            for (String choice : setting.choices()) {
                if (setting.key().equals("evaluation.metric") && !kind.isGenerative() && !choice.equals("none")) {
                    continue;
                }
                Experiment experiment = ExperimentReader.read(null, Map.of("preset", preset, setting.key(), choice));
                assertThat(SettingsReference.values(experiment)).containsEntry(setting.key(), choice);
            }
            if (!setting.choices().isEmpty()) {
                assertThatThrownBy(
                                () -> ExperimentReader.read(null, Map.of("preset", preset, setting.key(), "something")))
                        .isInstanceOf(SettingException.class)
                        .hasMessageStartingWith(setting.key());
            }
        }
    }

    @Test
    void each_preset_is_described() {
        LearnerKinds.all()
                .forEach(kind -> assertThat(kind.presets().values())
                        .allSatisfy(help -> assertThat(help).endsWith(".").hasSizeLessThan(130)));
    }

    @Test
    void the_page_of_the_guide_is_the_one_that_the_code_makes() throws IOException {
        Path page = Path.of("../docs/guide/settings.md");
        if (Boolean.getBoolean("duello.write-settings")) {
            Files.writeString(page, SettingsReference.markdown());
        }
        assertThat(page)
                .as("run this test once with -Dduello.write-settings=true")
                .hasContent(SettingsReference.markdown().strip());
        assertThat(Files.readString(Path.of("../docs/guide/README.md"))).contains("settings.md");
        assertThat(List.of(SettingsReference.markdown().split("\n"))).anyMatch(line -> line.contains("`penalty.r1`"));
    }
}
