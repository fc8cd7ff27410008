package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation and comparison of tiny runs and folders by the command. */
@Tag("slow")
class EvaluateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROTOCOL = "random-1a2b3c4d, 5000 fakes against 20 of images train";

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        Cli training = TinyRun.train(images, run, "--kimg", "0.1", "--watch", "none", "--quiet");
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    @Test
    void a_run_is_measured_against_its_own_data() throws IOException {
        Cli cli = Cli.run("evaluate", run, "-n", 30, "--quiet");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("There are only 20 real images, fewer than 30")
                .containsPattern("fid\\[random\\] +[0-9.]+ +[0-9.]+  ↓")
                .containsPattern("recall\\[random\\] +[0-9.]+ +[0-9.]+  ")
                .contains("swd[pixels]", "floor: one half of these real images against the other, 10 each")
                .containsPattern("with random-[0-9a-f]{8}, 30 fakes against 20 images of images \\(train\\)");
        String page = Files.readString(run.resolve("evaluation.html"));
        assertThat(page)
                .contains(
                        "data:image/png;base64,",
                        "random-",
                        "The 16 best fakes",
                        "3 nearest real images",
                        "fid[random]",
                        ">Floor<")
                .doesNotContain("<script", "http");
    }

    @Test
    void any_checkpoint_of_a_run_is_measured() {
        Cli newest = Cli.run("evaluate", run, "-n", 20, "--metrics", "fid", "--json", "--html", page(), "--quiet");
        Cli first = Cli.run(
                "evaluate",
                run,
                "-n",
                20,
                "--metrics",
                "fid",
                "--json",
                "--html",
                page(),
                "--quiet",
                "--checkpoint",
                0);
        Cli none = Cli.run("evaluate", run, "-n", 20, "--metrics", "fid", "--quiet", "--checkpoint", 99);
        Cli folder = Cli.run("evaluate", images, "--against", images, "--checkpoint", 0);

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("at 0.0 kimg").isNotEqualTo(newest.out());
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("99");
        assertThat(folder.exitCode()).isEqualTo(2);
        assertThat(folder.err()).contains("--checkpoint is for a run, and " + images + " is none.");
    }

    @Test
    void samples_of_a_run_tell_the_class_that_they_were_made_as_and_those_of_a_folder_do_not() {
        Path clothes = folder.resolve("clothes");
        Cli training = Cli.run(
                "train",
                "--data=fashion-mnist",
                "--out",
                clothes,
                "--kimg=0.016",
                "--batch=16",
                "--watch=none",
                "--quiet",
                "--set=generator.width=4",
                "--set=discriminator.width=4");
        assertThat(training.exitCode()).as(training.err()).isZero();

        Cli cli = Cli.run("evaluate", clothes, "-n", 20, "--metrics=fid,label-accuracy", "--html", page(), "--quiet");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).containsPattern("label-accuracy\\[classifier] +[01]");

        Cli folders = Cli.run("evaluate", images, "--against=fashion-mnist", "-n", 20, "--metrics=label-accuracy");
        assertThat(folders.exitCode()).isEqualTo(1);
        assertThat(folders.err()).contains("label-accuracy compares each sample with the class that it was made as");
    }

    @Test
    void what_a_training_noticed_stands_on_its_pages() throws IOException {
        Path noticed = folder.resolve("noticed");
        assertThat(Cli.run(
                                "train",
                                "--data",
                                images,
                                "--out",
                                noticed,
                                "--kimg",
                                "0.05",
                                "--batch",
                                "16",
                                "--quiet",
                                "--set",
                                "generator.width=4",
                                "--set",
                                "discriminator.width=4",
                                "--watch",
                                "none",
                                "--threads",
                                1)
                        .exitCode())
                .isZero();
        Files.writeString(
                noticed.resolve("events.jsonl"),
                "{\"event\":\"alerted\",\"images\":4000,\"seconds\":1.5,\"symptom\":\"mode-collapse\","
                        + "\"evidence\":\"Fakes < 2 repeat.\",\"advice\":\"Wait.\"}\n",
                StandardOpenOption.APPEND);

        Cli.run("evaluate", noticed, "-n", 20, "--metrics", "fid", "--quiet");
        Path comparison = folder.resolve("noticed.html");
        Cli.run("compare", run, noticed, "--html", comparison);

        assertThat(Files.readString(noticed.resolve("evaluation.html")))
                .contains("<b>mode-collapse</b> at 4.0 kimg: Fakes &lt; 2 repeat.", "Wait.");
        assertThat(Files.readString(comparison)).contains("<b>mode-collapse</b> at 4.0 kimg", "No alert.");
    }

    @Test
    void the_same_seed_gives_the_same_numbers_as_json() throws IOException {
        Object[] command = {"evaluate", run, "-n", 20, "--metrics", "fid,swd", "--json", "--html", page(), "--seed", 4};

        JsonNode node = JSON.readTree(Cli.run(command).out());

        assertThat(node.get("values").properties()).hasSize(2);
        assertThat(node.get("better").get("fid").asText()).isEqualTo("lower");
        assertThat(node.get("features").asText()).isEqualTo("random");
        assertThat(node.at("/floor/images").asInt()).isEqualTo(10);
        assertThat(node.at("/floor/values/swd").asDouble()).isPositive();
        assertThat(node.get("protocol").get("reals").asInt()).isEqualTo(20);
        assertThat(node.get("protocol").get("features").asText()).startsWith("random-");
        assertThat(JSON.readTree(Cli.run(command).out()).get("values")).isEqualTo(node.get("values"));
    }

    @Test
    void data_is_at_no_distance_from_itself() throws IOException {
        Cli cli = Cli.run("evaluate", images, "--against", images, "--json", "--html", page());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(Files.readString(page())).contains("at the floor");
        JsonNode values = JSON.readTree(cli.out()).get("values");
        assertThat(values.get("fid").asDouble()).isBetween(-1e-6, 1e-6);
        assertThat(values.get("precision").asDouble()).isEqualTo(1);
    }

    @Test
    void an_array_from_any_tool_is_measured() throws IOException {
        Path array = folder.resolve("array.npy");
        assertThat(Cli.run("sample", run, "-n", 9, "--npy", array).exitCode()).isZero();

        Cli cli = Cli.run("evaluate", array, "--against", images, "--html", page());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("9 fakes against 20 images").doesNotContain("\nis ");
    }

    @Test
    void what_cannot_be_measured_is_refused_in_a_sentence() {
        assertFailure(2, "--against NAME", "evaluate", images);
        assertFailure(2, "'fit' is not a metric; did you mean 'fid'?", "evaluate", run, "--metrics", "fit");
        assertFailure(2, "-n must be at least 2, not 1.", "evaluate", run, "-n", 1);
        assertFailure(2, "--features is one of", "evaluate", run, "--features", "vgg");
        assertFailure(1, "is needs a classifier as feature network", "evaluate", run, "--metrics", "is", "-n", 12);
        assertFailure(1, "density needs at least 6 images", "evaluate", run, "--metrics", "density", "-n", 4);
        assertFailure(2, "nowhere", "evaluate", folder.resolve("nowhere"), "--against", images);
        assertFailure(1, "no test", "evaluate", run, "--split", "test");
        assertFailure(2, "is a run", "evaluate", run, "--judged-split", "test");
        assertFailure(2, "is an array", "evaluate", "some.npy", "--judged-split", "test", "--against", images);
        assertFailure(1, "no test", "evaluate", images, "--judged-split", "test", "--against", images);
    }

    @Test
    void one_image_is_too_few() {
        Path one = folder.resolve("one");
        PngFiles.write(one.resolve("0.png"), new ImageFormat(3, 16, 16), new byte[16 * 16 * 3]);
        Path array = folder.resolve("one.npy");
        try (Arena arena = Arena.ofConfined()) {
            Npy.writeBytes(array, new int[] {1, 16, 16, 3}, arena.allocate(16 * 16 * 3));
        }

        for (Path few : List.of(one, array)) {
            assertFailure(1, "at least 2 are needed", "evaluate", few, "--against", images);
        }
        assertFailure(1, "at least 2 are needed", "evaluate", images, "--against", one);
    }

    @Test
    void runs_are_compared_at_the_same_kimg_and_the_same_time() throws IOException {
        Path a = measured("a", 1.0, "9.0,7.0,6.5");
        Path b = measured("b", 2.0, "8.0,5.0");
        Path html = folder.resolve("comparison.html");

        Cli cli = Cli.run("compare", a, b, run, "--html", html);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("At equal kimg: 2.0", "At equal time: 3 s", "run was not measured while it trained")
                .containsPattern(
                        "Best of each run\\Rrun +fid\\[random\\] ↓\\Ra +6.5000 at 3.0 kimg\\Rb +5 at 2.0 kimg\\R")
                .containsPattern("a +7 at 2.0 kimg\\R")
                .containsPattern("b +8 at 1.0 kimg\\R")
                .containsPattern("run +-\\R");
        assertThat(Files.readString(html))
                .contains("<svg", "aria-labelledby", "<desc", "Samples of run", "6.5000 at 3.0 kimg")
                .doesNotContain("<script", "http");

        JsonNode node =
                JSON.readTree(Cli.run("compare", a, b, "--html", html, "--json").out());
        assertThat(node.get("kimg").asDouble()).isEqualTo(2);
        assertThat(node.get("runs")
                        .get(0)
                        .get("at-equal-seconds")
                        .get("values")
                        .get("fid")
                        .asDouble())
                .isEqualTo(6.5);
    }

    @Test
    void numbers_of_different_protocols_are_not_ranked() throws IOException {
        Path a = measured("same-a", 1.0, "9.0,7.0");
        Path b = measured("same-b", 1.0, "8.0,6.0");
        Path c = measured("other", 1.0, "5.0,4.0");
        String log = Files.readString(c.resolve("events.jsonl"));
        Files.writeString(c.resolve("events.jsonl"), log.replace("random-1a2b3c4d", "random-99999999"));
        Path html = folder.resolve("protocols.html");

        Cli same = Cli.run("compare", a, b, "--html", html);
        assertThat(same.out()).contains("same-a: measured with " + PROTOCOL).doesNotContain("cannot be compared");
        assertThat(Files.readString(html)).contains("<td class=\"n best\">6 at 2.0 kimg</td>");

        Cli different = Cli.run("compare", a, c, "--html", html);
        assertThat(different.exitCode()).isZero();
        assertThat(different.out()).startsWith("These runs were not measured by the same protocol");
        assertThat(Files.readString(html)).contains("class=\"warning\"").doesNotContain("n best");
        assertThat(comparable(a, b)).isTrue();
        assertThat(comparable(a, c)).isFalse();
    }

    @Test
    void the_shorter_of_two_runs_is_not_the_better_for_having_ended() throws IOException {
        Path a = measured("short", 1.0, "158.9");
        Path b = measured("long", 60.0, "9.0,1.75");
        String log = Files.readString(b.resolve("events.jsonl"));
        Files.writeString(
                b.resolve("events.jsonl"),
                log.replace("\"images\":1000", "\"images\":25000").replace("\"images\":2000", "\"images\":50000"));
        Path html = folder.resolve("lengths.html");

        Cli cli = Cli.run("compare", a, b, "--html", html);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .startsWith("Best of each run")
                .containsPattern("long +1.7500 at 50.0 kimg")
                .contains("there is no comparison at equal kimg or time")
                .doesNotContain("At equal");
        assertThat(Files.readString(html))
                .contains("n best\">1.7500 at 50.0 kimg")
                .doesNotContain("n best\">158.9");
        JsonNode best = JSON.readTree(
                        Cli.run("compare", a, b, "--json", "--html", html).out())
                .at("/runs/1/best/fid");
        assertThat(best.get("kimg").asDouble()).isEqualTo(50);
    }

    private static boolean comparable(Path a, Path b) throws IOException {
        Cli cli = Cli.run("compare", a, b, "--json", "--html", page());
        return JSON.readTree(cli.out()).get("comparable").asBoolean();
    }

    @Test
    void a_log_that_does_not_tell_its_protocol_is_not_ranked_with_one_that_does() throws IOException {
        Path a = measured("new", 1.0, "9.0,7.0");
        Path b = measured("old", 1.0, "8.0,6.0");
        String log = Files.readString(b.resolve("events.jsonl"));
        Files.writeString(b.resolve("events.jsonl"), log.replace(",\"protocol\":\"" + PROTOCOL + "\"", ""));

        Cli cli = Cli.run("compare", a, b, "--html", page());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("not measured by the same protocol", "old: measured with auto features of an unknown hash")
                .containsPattern("old +6 at 2.0 kimg\\R");
    }

    @Test
    void all_metrics_of_the_last_evaluation_are_compared() throws IOException {
        Path a = measured("full-a", 1.0, "9.0");
        Path b = measured("full-b", 1.0, "8.0");
        Files.writeString(a.resolve("evaluation.json"), stored("fid", 4.5, 10));
        Files.writeString(b.resolve("evaluation.json"), stored("fid", 6.5, 10).replace("recall", "coverage"));
        Path html = folder.resolve("full.html");

        Cli cli = Cli.run("compare", a, b, "--html", html);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .containsPattern("metric +full-a +full-b\\R")
                .containsPattern("fid\\[any-1\\] ↓ +4.5000 +6.5000\\R")
                .containsPattern("recall\\[any-1\\] ↑ +0.2500 +-\\R")
                .containsPattern("coverage\\[any-1\\] ↑ +- +0.2500\\R")
                .contains("it with any-1, 10 fakes against 20 images of some (train)")
                .contains("A training measures itself on 5,000 fakes, duello evaluate measured 10");
        assertThat(Files.readString(html)).contains("<td class=\"n best\">4.5000</td>", "<td>coat</td>", "30.0 %");

        Files.writeString(b.resolve("evaluation.json"), stored("fid", 6.5, 12));
        assertThat(Cli.run("compare", a, b, "--html", html).exitCode()).isZero();
        assertThat(Files.readString(html)).doesNotContain("n best\">4.5000");
        JsonNode node =
                JSON.readTree(Cli.run("compare", a, b, "--html", html, "--json").out());
        assertThat(node.at("/runs/1/evaluated/values/fid").asDouble()).isEqualTo(6.5);
        assertThat(node.at("/runs/1/evaluated/classes/coat").asDouble()).isEqualTo(0.25);

        for (String damaged : new String[] {"", "[]", "{\"judged\":", "{\"values\":{}}"}) {
            Files.writeString(b.resolve("evaluation.json"), damaged);
            assertFailure(1, "evaluation.json is damaged", "compare", a, b, "--html", html);
        }
    }

    private static String stored(String metric, double value, int fakes) {
        return "{\"judged\":\"it\",\"values\":{\"" + metric + "\":" + value
                + ",\"recall\":0.25},\"protocol\":{\"features\":\"any-1\",\"fakes\":" + fakes
                + ",\"reals\":20,\"against\":\"some\",\"split\":\"train\"},"
                + "\"classes\":[{\"name\":\"coat\",\"fakes\":3,\"reals\":5}]}";
    }

    @Test
    void what_evaluate_found_is_there_for_compare() {
        Path copy = folder.resolve("run-to-evaluate");
        assertThat(TinyRun.train(folder.resolve("other-images"), copy, "--kimg", "0.05", "--watch", "none", "--quiet")
                        .exitCode())
                .isZero();
        Cli evaluation = Cli.run("evaluate", copy, "-n", 20, "--metrics", "fid,swd", "--quiet");
        assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
        assertThat(evaluation.err()).isEmpty();

        Cli cli = Cli.run("compare", copy, "--html", page());

        assertThat(cli.out())
                .contains("As measured by duello evaluate", "; swd with the pixels of 20 of each.")
                .contains(evaluation
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("with "))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void real_images_are_measured_against_other_real_images() throws IOException {
        Cli cli = Cli.run(
                "evaluate",
                "fashion-mnist",
                "--judged-split",
                "test",
                "--against",
                "fashion-mnist",
                "-n",
                500,
                "--metrics",
                "fid,precision",
                "--json",
                "--html",
                page());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode node = JSON.readTree(cli.out());
        assertThat(node.get("judged").asText()).isEqualTo("fashion-mnist test");
        assertThat(node.at("/protocol/split").asText()).isEqualTo("train");
        // Not the same images, yet of the same kind.
        assertThat(node.at("/values/fid").asDouble()).isBetween(0.5, 15.0);
        assertThat(node.at("/values/precision").asDouble()).isBetween(0.5, 0.99);
    }

    @Test
    void both_parts_are_looked_at_by_the_network_of_the_training_part() throws IOException {
        Path data = Files.createDirectories(folder.resolve("idx"));
        writeIdx(data, "train", 1);
        writeIdx(data, "t10k", 2);
        String[] networks = new String[2];
        for (int i = 0; i < 2; i++) {
            Cli cli = Cli.run(
                    "evaluate",
                    data,
                    "--against",
                    data,
                    "--split",
                    i == 0 ? "train" : "test",
                    "--metrics",
                    "fid",
                    "--json",
                    "--html",
                    page());
            assertThat(cli.exitCode()).as(cli.err()).isZero();
            assertThat(Files.readString(page())).contains("The best of each class first");
            networks[i] = JSON.readTree(cli.out()).at("/protocol/features").asText();
        }
        assertThat(networks[0]).startsWith("classifier-").isEqualTo(networks[1]);
    }

    /** 500 images of 8x8 and as many labels of two classes, in the format of MNIST. */
    private static void writeIdx(Path data, String part, long seed) throws IOException {
        byte[] pixels = new byte[500 * 8 * 8];
        new Random(seed).nextBytes(pixels);
        ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
        images.putInt(0x803).putInt(500).putInt(8).putInt(8).put(pixels);
        Files.write(data.resolve(part + "-images-idx3-ubyte"), images.array());
        ByteBuffer labels = ByteBuffer.allocate(8 + 500);
        labels.putInt(0x801).putInt(500);
        for (int i = 0; i < 500; i++) {
            labels.put((byte) (i % 2));
        }
        Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    private static Path measured(String name, double secondsEach, String fids) throws IOException {
        Path path = Files.createDirectories(folder.resolve(name));
        Files.copy(run.resolve("experiment.yaml"), path.resolve("experiment.yaml"));
        StringBuilder log = new StringBuilder();
        int number = 0;
        for (String fid : fids.split(",")) {
            number++;
            log.append("{\"event\":\"evaluated\",\"images\":" + number * 1000 + ",\"seconds\":" + number * secondsEach
                    + ",\"values\":{\"fid\":" + fid + "},\"best\":true,\"protocol\":\"" + PROTOCOL + "\"}\n");
        }
        Files.writeString(path.resolve("events.jsonl"), log);
        return path;
    }

    private static Path page() {
        return folder.resolve("page.html");
    }

    private static void assertFailure(int exitCode, String words, Object... arguments) {
        Cli cli = Cli.run(arguments);
        assertThat(cli.err()).contains(words).doesNotContain("\tat ");
        assertThat(cli.exitCode()).isEqualTo(exitCode);
    }
}
