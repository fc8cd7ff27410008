package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page that starts a training asks before. */
@Tag("slow")
class StudioStartTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the place of duello: what it was started with, and that it trains nothing. */
    private static final List<String> TELLS_ARGUMENTS = List.of("/bin/sh", "-c", "echo \"$@\"; exit 1", "duello");

    @TempDir
    private Path folder;

    private Studio studio;
    private RawHttp http;
    private String token;

    @BeforeEach
    void open() throws IOException {
        studio = TestStudio.open(folder.resolve("runs"), TELLS_ARGUMENTS);
        URI address = URI.create(studio.address());
        http = new RawHttp(address.getPort());
        token = address.getQuery().substring("token=".length());
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private JsonNode post(String path, Object body, int status) throws IOException {
        RawHttp.Answer answer = http.post(path, JSON.writeValueAsString(body), "X-Duello-Token: " + token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private JsonNode look(Path source) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("source", source.toString());
        for (int i = 0; i < 600; i++) {
            JsonNode state = post("/api/look", body, 200);
            if (state.get("done").asBoolean()) {
                return state;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("It looks for ever.");
    }

    @Test
    void a_folder_of_sounds_is_looked_at_and_auto_takes_another_preset_for_it()
            throws IOException, InterruptedException {
        Path sounds = folder.resolve("sounds");
        Files.createDirectories(sounds);
        for (int i = 0; i < 5; i++) {
            Tones.write(sounds.resolve(i + ".wav"), 440 + i, 8000, 2000);
        }

        JsonNode found = look(sounds).get("found");

        assertThat(found.get("medium").asText()).isEqualTo("sound");
        assertThat(found.get("length").asInt()).isEqualTo(2048);
        assertThat(found.get("rate").asInt()).isEqualTo(8000);
        assertThat(found.get("sheet").asText()).isNotEmpty();
        assertThat(found.at("/chosen/preset").asText()).isEqualTo("specgan");
        var settings = JSON.createObjectNode();
        settings.putObject("settings").put("data.source", sounds.toString()).put("preset", "auto-tiny");
        assertThat(post("/api/estimate", settings, 200).get("images").asLong()).isPositive();
    }

    @Test
    void a_folder_is_looked_at_and_what_is_in_it_told() throws IOException, InterruptedException {
        Path images = folder.resolve("images");
        Pictures.write(images.resolve("red"), 6);
        Pictures.write(images.resolve("blue"), 4);
        Files.writeString(images.resolve("red/broken.png"), "no picture");

        JsonNode found = look(images).get("found");

        assertThat(found.get("count").asInt()).isEqualTo(10);
        assertThat(found.get("height").asInt()).isEqualTo(16);
        assertThat(found.get("channels").asInt()).isEqualTo(3);
        assertThat(found.at("/classes/0/name").asText()).isEqualTo("blue");
        assertThat(found.at("/classes/0/count").asInt()).isEqualTo(4);
        assertThat(found.get("skippedCount").asInt()).isEqualTo(1);
        assertThat(found.at("/skipped/0/file").asText()).endsWith("broken.png");
        assertThat(found.at("/chosen/augmentation.cutout").asText()).isEqualTo("true");
        assertThat(Base64.getDecoder().decode(found.get("sheet").asText())).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void what_cannot_be_opened_is_said_in_a_sentence() throws IOException, InterruptedException {
        assertThat(look(folder.resolve("nothing")).get("error").asText())
                .contains("There is no data set, folder or file");
    }

    @Test
    void folders_are_listed_with_counts_for_those_who_have_the_token() throws IOException {
        Pictures.write(folder.resolve("photos/summer"), 3);
        Files.createDirectories(folder.resolve("photos/.hidden"));
        Files.writeString(folder.resolve("photos/secret.txt"), "x");
        Files.writeString(folder.resolve("photos/more.zip"), "x");

        JsonNode listing = post(
                "/api/folders",
                JSON.createObjectNode().put("path", folder.resolve("photos").toString()),
                200);

        assertThat(listing.get("entries")).hasSize(2);
        assertThat(listing.at("/entries/0/name").asText()).isEqualTo("more.zip");
        assertThat(listing.at("/entries/1/images").asInt()).isEqualTo(3);
        assertThat(listing.toString()).doesNotContain("secret", "hidden");
        assertThat(post("/api/folders", JSON.createObjectNode(), 200).get("roots"))
                .hasSizeGreaterThan(1);
        post("/api/folders", JSON.createObjectNode().put("path", "/there/is/none"), 404);
        assertThat(http.post("/api/folders", "{}").status()).isEqualTo(403);
        assertThat(http.get("/api/folders").status()).isEqualTo(405);
    }

    @Test
    void a_folder_that_is_dropped_is_found_by_its_name() throws IOException {
        Files.createDirectories(folder.resolve("runs/photos"));

        JsonNode found = post("/api/folders", JSON.createObjectNode().put("find", "photos"), 200);

        assertThat(found.get("found").toString())
                .contains(folder.resolve("runs/photos").toString());
        for (String name : List.of("..", "../images", "", ".ssh")) {
            assertThat(post("/api/folders", JSON.createObjectNode().put("find", name), 200)
                            .get("found"))
                    .isEmpty();
        }
    }

    @Test
    void presets_and_settings_are_told_with_their_help() throws IOException {
        JsonNode choices = JSON.readTree(http.get("/api/choices").body());

        assertThat(choices.at("/presets/0/name").asText()).isEqualTo("auto");
        assertThat(choices.at("/presets/0/values/training.batch").asText()).isEqualTo("32");
        assertThat(choices.at("/settings").toString()).contains("penalty.r1", "collapse");
        assertThat(choices.at("/data/0/name").asText()).isNotEmpty();
    }

    @Test
    void time_is_judged_by_an_earlier_run_and_is_not_made_up() throws IOException, InterruptedException {
        Path images = folder.resolve("images");
        Pictures.write(images, 20);
        look(images);
        var settings = JSON.createObjectNode();
        settings.putObject("settings")
                .put("preset", "mlp")
                .put("data.source", images.toString())
                .put("training.kimg", "8");
        assertThat(post("/api/estimate", settings, 200).has("seconds")).isFalse();

        Path run = folder.resolve("runs/earlier");
        assertThat(TinyRun.trainMlp(images, run, "--kimg", "0.032", "--watch", "none")
                        .exitCode())
                .isZero();
        Files.writeString(
                run.resolve("events.jsonl"),
                "{\"event\":\"stepped\",\"images\":4000,\"seconds\":10.0,\"statistics\":{\"d-real\":0.5}}\n",
                java.nio.file.StandardOpenOption.APPEND);
        JsonNode estimate = null;
        for (int i = 0; i < 200; i++) {
            estimate = post("/api/estimate", settings, 200);
            if (estimate.has("seconds")) {
                break;
            }
            Thread.sleep(50);
        }

        assertThat(estimate.get("from").asText()).isEqualTo("earlier");
        assertThat(estimate.get("same").asBoolean()).isTrue();
        // 8,000 images at 4,000 in ten seconds.
        assertThat(estimate.get("seconds").asDouble()).isBetween(19.0, 21.0);
        settings.put("for", "10s").withObject("settings").remove("training.kimg");
        assertThat(post("/api/estimate", settings, 200).get("images").asInt()).isBetween(3800, 4200);
        settings.withObject("settings").put("generator.widht", "3");
        assertThat(post("/api/estimate", settings, 422).get("error").asText()).contains("generator.width");
    }

    @Test
    void a_length_as_a_time_goes_to_the_command_as_one() throws IOException {
        var body = JSON.createObjectNode().put("name", "timed").put("for", "1h 30m");
        body.putObject("settings").put("preset", "mlp");

        assertThat(post("/api/runs", body, 422).get("error").asText())
                .contains("train --out=", "--set=preset=mlp", "--for=5400s");
        body.put("for", "");
        assertThat(post("/api/runs", body, 422).get("error").asText())
                .contains("--set=preset=mlp")
                .doesNotContain("--for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/runs", "/api/estimate"})
    void a_time_that_is_none_is_refused_at_its_field(String path) throws IOException {
        var body = JSON.createObjectNode().put("for", "ten minutes");

        JsonNode refused = post(path, body, 422);
        assertThat(refused.get("field").asText()).isEqualTo("for");
        assertThat(refused.get("error").asText()).contains("10m, 1h30m or 90s");

        body.put("for", "10m").putObject("settings").put("training.kimg", "5");
        assertThat(post(path, body, 422).get("error").asText()).contains("leave out one of them");
    }
}
