package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Curves of a whole run and of a part, as the page asks for them. */
class StudioCurvesTest {
    @TempDir
    private static Path root;

    private static Studio studio;
    private static RawHttp http;

    @BeforeAll
    static void open() throws IOException {
        SteppedRun.write(root.resolve("long"), 10_000);
        studio = TestStudio.open(root);
        http = new RawHttp(URI.create(studio.address()).getPort());
    }

    @AfterAll
    static void close() {
        studio.close();
    }

    private static JsonNode curves(String query) throws IOException {
        return new ObjectMapper()
                .readTree(http.get("/api/runs/long/curves" + query).body());
    }

    @Test
    void the_whole_is_thinned_and_a_part_is_not() throws IOException {
        assertThat(curves("").get("images").size()).isBetween(1000, 2048);
        for (String query : List.of("?over=kimg&from=8&to=9.6", "?over=seconds&from=500&to=600")) {
            JsonNode part = curves(query);

            assertThat(part.get("images").size()).as(query).isEqualTo(101);
            assertThat(part.get("images").get(0).asLong()).isEqualTo(8000);
            assertThat(part.at("/bands/d-real/mean/0").asDouble()).isEqualTo(0);
            assertThat(part.at("/bands/d-real/mean/1").asDouble()).isEqualTo(1);
        }
        assertThat(curves("?over=seconds&from=9999").get("images").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "over=hours&from=1&to=2, over is kimg or seconds.",
        "over=kimg&from=2&to=2, from must be less than to.",
        "over=kimg&from=2&to=1, from must be less than to.",
        "over=kimg&from=-1&to=1, from must be a number",
        "over=seconds&from=x&to=1, from must be a number",
        "over=seconds&from=NaN&to=1, from must be a number",
        "over=seconds&from=1&to=1e13, to must be a number"
    })
    void what_is_no_part_is_refused(String query, String sentence) throws IOException {
        RawHttp.Answer answer = http.get("/api/runs/long/curves?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(sentence);
    }
}
