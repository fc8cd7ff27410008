package dev.duello.app.studio.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.http.HttpException;
import dev.duello.torch.Torch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToySessionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ToySettings settings(String body) {
        try {
            return ToySettings.parse(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_frame_shows_reals_fakes_and_the_map_and_counts_modes() {
        try (ToySession session = new ToySession(settings("{\"data\":\"grid\"}"))) {
            ToyTraining.Frame frame = session.frame(false).frame();

            assertThat(frame.steps()).isZero();
            assertThat(frame.ofModes()).isEqualTo(25);
            assertThat(frame.map()).hasSize(ToyTraining.SIDE * ToyTraining.SIDE);
            assertThat(frame.fakes()).hasSize(8 * 1000);
            assertThat(frame.extent()).isBetween(5.0, 6.0);
            // The points of the grid lie at even numbers.
            var reals = ByteBuffer.wrap(frame.reals())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            for (int i = 0; i < 20; i++) {
                assertThat(Math.abs(reals.get(i) - 2 * Math.round(reals.get(i) / 2)))
                        .isLessThan(0.7f);
            }
        }
    }

    @Test
    void it_runs_pauses_steps_and_begins_anew() throws InterruptedException {
        try (ToySession session = new ToySession(settings("{\"penalty\":\"r1\"}"))) {
            byte[] first = session.frame(false).frame().fakes();
            session.step(3);
            assertThat(session.frame(false).frame().steps()).isEqualTo(3);
            assertThat(session.frame(false).frame().losses()).containsKeys("discriminator-loss", "penalty");
            assertThat(session.frame(false).frame().fakes()).isNotEqualTo(first);

            session.run(true, 100_000);
            for (int i = 0; i < 200 && session.frame(false).frame().steps() < 10; i++) {
                Thread.sleep(20);
            }
            session.run(false, 100_000);
            long paused = session.frame(false).frame().steps();
            assertThat(paused).isGreaterThanOrEqualTo(10);
            Thread.sleep(50);
            assertThat(session.frame(false).frame().steps()).isEqualTo(paused);

            session.reset();
            assertThat(session.frame(false).frame().fakes()).isEqualTo(first);
        }
    }

    @Test
    void another_objective_goes_on_with_the_networks_and_another_latent_begins_anew() {
        try (ToySession session = new ToySession(settings("{\"objective\":\"minimax\"}"))) {
            session.step(5);
            ToyTraining.Frame before = session.frame(true).frame();
            session.change(settings("{\"objective\":\"minimax\",\"penalty\":\"r1-r2\",\"generatorRate\":0.002}"));
            ToyTraining.Frame after = session.frame(true).frame();
            assertThat(after.steps()).isEqualTo(5);
            assertThat(after.fakes()).isEqualTo(before.fakes());
            assertThat(after.map()).isEqualTo(before.map());

            session.change(settings("{\"latent\":4}"));
            assertThat(session.frame(true).frame().steps()).isZero();
        }
    }

    @Test
    void what_was_drawn_is_the_data() {
        try (ToySession session = new ToySession(
                settings("{\"data\":\"drawn\",\"points\":[1,1,1.01,1,-1,-1],\"penalty\":\"wgan-gp\"}"))) {
            assertThat(session.frame(false).frame().ofModes()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"objective\":\"max\"}",
                "{\"penalty\":\"r3\"}",
                "{\"data\":\"cube\"}",
                "{\"data\":\"drawn\"}",
                "{\"data\":\"drawn\",\"points\":[1,\"a\"]}",
                "{\"data\":\"drawn\",\"points\":[1,1e9]}",
                "{\"latent\":0}",
                "{\"generatorRate\":\"fast\"}",
                "{\"weight\":-1}"
            })
    void settings_that_are_none_are_refused(String body) {
        assertThatThrownBy(() -> settings(body)).isInstanceOf(HttpException.class);
    }

    @Test
    void there_are_a_few_at_most_and_a_closed_one_frees_its_memory() throws InterruptedException {
        ToySession warm = new ToySession(settings("{}"));
        warm.step(1);
        warm.close();
        assertThat(warm.hasEnded(20_000)).isTrue();
        long before = Torch.liveObjects();
        List<ToySession> opened = new ArrayList<>();
        try (ToySessions sessions = new ToySessions()) {
            for (int i = 0; i < 4; i++) {
                ToySession session = sessions.get(sessions.open(settings("{}")));
                session.step(1);
                opened.add(session);
            }
            assertThatThrownBy(() -> sessions.open(settings("{}")))
                    .isInstanceOf(HttpException.class)
                    .hasMessageContaining("4 toy GANs are open");
            assertThatThrownBy(() -> sessions.get("nothing")).isInstanceOf(HttpException.class);
        }
        for (ToySession session : opened) {
            assertThat(session.hasEnded(20_000)).isTrue();
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }
}
