package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.train.ExperimentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "train",
                "resume",
                "sample",
                "score",
                "reconstruct",
                "translate",
                "summary",
                "data",
                "data list",
                "data show",
                "data get",
                "classify",
                "classify train",
                "classify test",
                "evaluate",
                "compare",
                "features",
                "features get",
                "report",
                "studio",
                "search",
                "translate",
                "encode",
                "export",
                "serve",
                "doctor"
            })
    void every_command_has_help(String command) {
        Cli help = Cli.run((Object[]) (command + " --help").strip().split(" "));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith(("Usage: duello " + command).strip());
        assertThat(help.err()).isEmpty();
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void a_mistyped_command_is_answered_with_the_nearest() {
        Cli cli = Cli.run("smaple");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("There is no command 'smaple'; did you mean 'sample'?", "duello --help");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void a_mistyped_option_is_answered_with_the_nearest() {
        Cli cli = Cli.run("train", "--kimgs", "3");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("--kimgs", "--kimg", "duello train --help");
    }

    @Test
    void a_mistyped_command_stays_a_mistake_when_help_is_asked_for() {
        Cli cli = Cli.run("trian", "--help");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("There is no command 'trian'; did you mean 'train'?");
        assertThat(cli.out()).isEmpty();
        assertThat(Cli.run("data", "shwo", "--help").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "classify", "features"})
    void a_group_of_commands_alone_shows_its_help(String group) {
        Cli alone = group.isEmpty() ? Cli.run() : Cli.run(group);
        Cli help = group.isEmpty() ? Cli.run("--help") : Cli.run(group, "--help");

        assertThat(alone.exitCode()).isZero();
        assertThat(alone.out()).isEqualTo(help.out());
    }

    @Test
    void every_command_stands_under_a_topic() {
        Cli help = Cli.run("--help");

        assertThat(help.out()).contains("Train:", "Measure:", "Examples:").doesNotContain("More:");
    }

    @Test
    void the_help_of_a_training_names_every_preset() {
        List<String> words = List.of(Cli.run("train", "--help").out().split("[^\\w-]+"));

        assertThat(words).containsAll(ExperimentReader.PRESETS);
    }

    @Test
    void every_example_in_the_help_is_understood() {
        assertThat(HelpTopics.EXAMPLES)
                .allSatisfy((command, examples) -> assertThat(examples).allSatisfy(example -> {
                    String words = example.replace("\"", "");
                    assertThat(words).startsWith("duello ");
                    String[] arguments = words.substring("duello ".length()).split(" ");
                    Main.commandLine().parseArgs(arguments);
                    assertThat(Cli.run((Object[]) (command.replaceFirst("^duello ?", "") + " --help")
                                            .strip()
                                            .split(" "))
                                    .out())
                            .contains(example);
                }));
    }

    @Test
    void presets_and_their_sizes_stand_in_the_help_and_in_the_completion() {
        assertThat(Cli.run("train", "--help").out()).contains("-tiny", "-small", "-base", "r3gan");
        assertThat(Cli.run("generate-completion").out()).contains("dcgan-tiny", "wgan-gp-base", "cifar-10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample x -n 99999999999",
                "sample x --seed 99999999999999999999",
                "train --batch 99999999999",
                "train --seed 99999999999999999999999",
                "train --threads 99999999999"
            })
    void a_number_that_is_too_large_is_said_to_be(String command) {
        Cli cli = Cli.run((Object[]) command.split(" "));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("is too large a number").doesNotContain(" int", " long", "Exception", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample x -n many", "sample x -n 1.5", "sample x --seed x", "train --batch few"})
    void what_is_no_number_is_said_not_to_be(String command) {
        Cli cli = Cli.run((Object[]) command.split(" "));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("is not a whole number");
    }

    @Test
    void a_setting_that_was_typed_as_a_flag_is_spoken_of_as_one() {
        Cli flag = Cli.run("summary", "--kimg", "-1");
        Cli setting = Cli.run("summary", "--set", "training.kimg=-1");

        assertThat(flag.err()).contains("--kimg: -1.0 is out of range").doesNotContain("training.kimg");
        assertThat(setting.err()).contains("training.kimg (given as a setting): -1.0 is out of range");
    }

    @Test
    void the_command_advises_flags_and_the_library_settings() {
        Cli cli = Cli.run("summary", "--preset", "dcgan", "--size", "30x30");

        assertThat(cli.err()).contains("cannot be halved twice", ": set --size 32x32.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"train --data nowhere", "train --preset dcgna", "data show nowhere", "train --data=nowhere"})
    void a_mistyped_name_is_misuse(String command) {
        assertThat(Cli.run((Object[]) command.split(" ")).exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "99999"})
    void a_port_that_cannot_be_is_misuse(String port) {
        Cli cli = Cli.run("studio", "--port", port);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("--port must be from 1 to 65535, not " + port);
    }

    @Test
    void a_mistyped_folder_of_runs_is_refused(@TempDir Path folder) {
        Cli cli = Cli.run("studio", folder.resolve("nowhere"));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("There is no folder", "nowhere");
    }

    @Test
    void help_is_as_wide_as_the_terminal_within_bounds() {
        assertThat(Terminal.columns("40 100\n")).isEqualTo(100);
        assertThat(Terminal.columns("40 300\n")).isEqualTo(120);
        assertThat(Terminal.columns("40 20\n")).isEqualTo(60);
        assertThat(Terminal.columns("0 0\n")).isEqualTo(80);
        assertThat(Terminal.columns("")).isEqualTo(80);
    }

    @Test
    void a_setting_out_of_range_is_misuse() {
        Cli cli = Cli.run("summary", "--batch", "1");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("--batch").contains("out of range");
    }

    @Test
    void an_unknown_setting_is_misuse_with_a_hint() {
        Cli cli = Cli.run("train", "--dry-run", "--set", "generator.widht=3");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("generator.widht").contains("did you mean 'generator.width'?");
    }

    @Test
    void a_path_that_is_not_there_is_misuse() {
        Cli cli = Cli.run("train", "--data", "no/such/folder");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("no/such/folder").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resume", "sample", "score"})
    void a_folder_that_is_no_run_fails(String command, @TempDir Path folder) {
        Cli cli = command.equals("score") ? Cli.run(command, folder, "x.png") : Cli.run(command, folder);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("is not a run directory").doesNotContain("\tat ");
    }

    @Test
    void samples_go_to_one_place_only(@TempDir Path folder) {
        Cli cli = Cli.run("sample", folder, "--grid", "a.png", "--npy", "a.npy");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("mutually exclusive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3000000000", "many"})
    void impossible_numbers_of_samples_are_misuse(String count, @TempDir Path folder) {
        assertThat(Cli.run("sample", folder, "-n", count).exitCode()).isEqualTo(2);
    }

    @Test
    void the_summary_counts_the_founding_example() {
        Cli cli = Cli.run("summary", "--preset", "dcgan", "--set", "generator.width=64");

        assertThat(cli.exitCode()).isZero();
        // 100·6272 + 2·128 + 128·64·16 + 2·64 + 64·16 + 1 = 759,681, without bias where a batch norm follows.
        assertThat(cli.out()).contains("dcgan for images of 28x28x1", "759,681");
    }

    @Test
    void the_summary_as_json_is_one_object() throws IOException {
        Cli cli = Cli.run("summary", "--preset", "mlp", "--size", "8x16", "--channels", "3", "--json");

        JsonNode node = new ObjectMapper().readTree(cli.out());
        assertThat(node.get("width").asInt()).isEqualTo(16);
        assertThat(node.get("generator").get("layers").get(0).get("parameters").asLong())
                .isPositive();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void networks_that_cannot_make_the_size_are_refused_in_a_sentence() {
        Cli cli = Cli.run("summary", "--size", "27x27");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("27").doesNotContain("\tat ");
    }

    @Test
    void the_list_of_data_is_json_when_asked() throws IOException {
        JsonNode node =
                new ObjectMapper().readTree(Cli.run("data", "list", "--json").out());

        assertThat(node.get("data")).anySatisfy(entry -> {
            assertThat(entry.get("name").asText()).isEqualTo("fashion-mnist");
            assertThat(entry.get("embedded").asBoolean()).isTrue();
        });
    }

    @Test
    void data_that_comes_with_duello_needs_no_download() {
        Cli cli = Cli.run("data", "get", "emoji");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("nothing to download");
    }

    @Test
    void an_unknown_data_set_is_answered_with_the_nearest() {
        Cli cli = Cli.run("data", "get", "mnits");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'mnist'?");
    }

    @Test
    void unknown_weights_are_answered_with_the_nearest() {
        Cli cli = Cli.run("features", "get", "incepton");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'inception'?");
    }

    @Test
    void the_doctor_finds_this_machine_fit() throws IOException {
        Cli cli = Cli.run("doctor", "--json");

        JsonNode node = new ObjectMapper().readTree(cli.out());
        assertThat(node.get("findings").findValuesAsText("subject"))
                .contains("java", "platform", "cpu", "libtorch", "threads", "gpu", "memory", "cache", "folder", "data");
        assertThat(cli.exitCode()).isEqualTo(node.get("healthy").asBoolean() ? 0 : 1);
    }

    @Test
    void a_dry_run_prints_everything_and_writes_nothing(@TempDir Path folder) throws IOException {
        Pictures.write(folder.resolve("images"), 3);
        Path run = folder.resolve("run");

        Cli cli = Cli.run("train", "--dry-run", "--data", folder.resolve("images"), "--out", run);

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("preset: auto", "size: 16x16", "Generator", "Discriminator");
        assertThat(Files.exists(run)).isFalse();
    }
}
