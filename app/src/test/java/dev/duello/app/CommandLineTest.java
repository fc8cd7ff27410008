package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                "doctor"
            })
    void everyCommandHasHelp(String command) {
        Cli help = Cli.run((Object[]) (command + " --help").strip().split(" "));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith(("Usage: duello " + command).strip());
        assertThat(help.err()).isEmpty();
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearest() {
        Cli cli = Cli.run("smaple");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("There is no command 'smaple'; did you mean 'sample'?", "duello --help");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheNearest() {
        Cli cli = Cli.run("train", "--kimgs", "3");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("--kimgs", "--kimg", "duello train --help");
    }

    @Test
    void noCommandIsMisuse() {
        assertThat(Cli.run().exitCode()).isEqualTo(2);
    }

    @Test
    void aSettingOutOfRangeIsMisuse() {
        Cli cli = Cli.run("summary", "--batch", "1");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("training.batch").contains("out of range");
    }

    @Test
    void anUnknownSettingIsMisuseWithAHint() {
        Cli cli = Cli.run("train", "--dry-run", "--set", "generator.widht=3");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("generator.widht").contains("did you mean 'generator.width'?");
    }

    @Test
    void aPathThatIsNotThereFails() {
        Cli cli = Cli.run("train", "--data", "no/such/folder");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("no/such/folder").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resume", "sample", "score"})
    void aFolderThatIsNoRunFails(String command, @TempDir Path folder) {
        Cli cli = command.equals("score") ? Cli.run(command, folder, "x.png") : Cli.run(command, folder);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("is not a run directory").doesNotContain("\tat ");
    }

    @Test
    void samplesGoToOnePlaceOnly(@TempDir Path folder) {
        Cli cli = Cli.run("sample", folder, "--grid", "a.png", "--npy", "a.npy");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("mutually exclusive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2000000", "many"})
    void impossibleNumbersOfSamplesAreMisuse(String count, @TempDir Path folder) {
        assertThat(Cli.run("sample", folder, "-n", count).exitCode()).isEqualTo(2);
    }

    @Test
    void theSummaryCountsTheFoundingExample() {
        Cli cli = Cli.run("summary", "--preset", "dcgan", "--set", "generator.width=64");

        assertThat(cli.exitCode()).isZero();
        // 100·6272 + 2·128 + 128·64·16 + 2·64 + 64·16 + 1 = 759,681, without bias where a batch norm follows.
        assertThat(cli.out()).contains("dcgan for images of 28x28x1", "759,681");
    }

    @Test
    void theSummaryAsJsonIsOneObject() throws IOException {
        Cli cli = Cli.run("summary", "--preset", "mlp", "--size", "8x16", "--channels", "3", "--json");

        JsonNode node = new ObjectMapper().readTree(cli.out());
        assertThat(node.get("width").asInt()).isEqualTo(16);
        assertThat(node.get("generator").get("layers").get(0).get("parameters").asLong())
                .isPositive();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void networksThatCannotMakeTheSizeAreRefusedInASentence() {
        Cli cli = Cli.run("summary", "--size", "27x27");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("27").doesNotContain("\tat ");
    }

    @Test
    void theListOfDataIsJsonWhenAsked() throws IOException {
        JsonNode node =
                new ObjectMapper().readTree(Cli.run("data", "list", "--json").out());

        assertThat(node.get("data")).anySatisfy(entry -> {
            assertThat(entry.get("name").asText()).isEqualTo("fashion-mnist");
            assertThat(entry.get("embedded").asBoolean()).isTrue();
        });
    }

    @Test
    void dataThatComesWithDuelloNeedsNoDownload() {
        Cli cli = Cli.run("data", "get", "tiles");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("nothing to download");
    }

    @Test
    void anUnknownDataSetIsAnsweredWithTheNearest() {
        Cli cli = Cli.run("data", "get", "mnits");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("did you mean 'mnist'?");
    }

    @Test
    void unknownWeightsAreAnsweredWithTheNearest() {
        Cli cli = Cli.run("features", "get", "incepton");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("did you mean 'inception'?");
    }

    @Test
    void theDoctorFindsThisMachineFit() throws IOException {
        Cli cli = Cli.run("doctor", "--json");

        JsonNode node = new ObjectMapper().readTree(cli.out());
        assertThat(node.get("findings").findValuesAsText("subject"))
                .contains("java", "platform", "cpu", "libtorch", "threads", "gpu", "memory", "cache", "folder", "data");
        assertThat(cli.exitCode()).isEqualTo(node.get("healthy").asBoolean() ? 0 : 1);
    }

    @Test
    void aDryRunPrintsEverythingAndWritesNothing(@TempDir Path folder) throws IOException {
        Pictures.write(folder.resolve("images"), 3);
        Path run = folder.resolve("run");

        Cli cli = Cli.run("train", "--dry-run", "--data", folder.resolve("images"), "--out", run);

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("preset: auto", "size: 16x16", "Generator", "Discriminator");
        assertThat(Files.exists(run)).isFalse();
    }
}
