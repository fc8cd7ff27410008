package dev.duello.app.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventBroadcasterTest {
    private final EventBroadcaster hub = new EventBroadcaster();

    private static List<String> heard(EventBroadcaster.Listener listener) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        for (EventBroadcaster.Message message = listener.next(0); message != null; message = listener.next(0)) {
            heard.add(message.type() + " " + message.data());
        }
        return heard;
    }

    @Test
    void everybody_hears_what_concerns_all_and_the_runs_that_they_watch() throws InterruptedException {
        EventBroadcaster.Listener a = hub.listen(Set.of("a"), null);
        EventBroadcaster.Listener none = hub.listen(Set.of(), null);
        hub.publish("run", "", "1");
        hub.publish("rows", "a", "2");
        hub.publish("rows", "b", "3");

        assertThat(heard(a)).containsExactly("run 1", "rows 2");
        assertThat(heard(none)).containsExactly("run 1");
    }

    @Test
    void who_comes_back_hears_what_was_missed() throws InterruptedException {
        EventBroadcaster.Listener before = hub.listen(Set.of(), null);
        hub.publish("run", "", "1");
        String last = before.next(0).id();
        before.close();
        hub.publish("run", "", "2");
        hub.publish("run", "", "3");

        assertThat(heard(hub.listen(Set.of(), last))).containsExactly("run 2", "run 3");
    }

    @Test
    void who_was_away_for_too_long_or_asks_nonsense_is_told_to_begin_anew() throws InterruptedException {
        EventBroadcaster.Listener before = hub.listen(Set.of(), null);
        hub.publish("run", "", "1");
        String last = before.next(0).id();
        for (int i = 0; i < 2000; i++) {
            hub.publish("run", "", "2");
        }

        assertThat(heard(hub.listen(Set.of(), last))).containsExactly("reset {}");
        assertThat(heard(hub.listen(Set.of(), "nonsense"))).containsExactly("reset {}");
        assertThat(heard(new EventBroadcaster().listen(Set.of(), last))).containsExactly("reset {}");
    }

    @Test
    void a_listener_that_does_not_keep_up_is_dropped_and_nobody_waits() throws InterruptedException {
        EventBroadcaster.Listener slow = hub.listen(Set.of(), null);
        EventBroadcaster.Listener quick = hub.listen(Set.of(), null);
        int count = 0;
        for (int i = 0; i < 5000; i++) {
            hub.publish("run", "", "1");
            count += heard(quick).size();
        }

        assertThat(count).isEqualTo(5000);
        assertThat(slow.isDropped()).isTrue();
        assertThat(quick.isDropped()).isFalse();
        assertThat(heard(slow).size()).isLessThan(1000);
    }
}
