package dev.duello.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members as threads of one process. */
@Tag("slow")
class MembershipTest {
    /** What a member does; its result or its problem, as text. */
    @FunctionalInterface
    private interface Part {
        String of(Membership membership) throws Exception;
    }

    private static Membership.Options options(double seconds, String version) {
        return new Membership.Options(Duration.ofMillis(Math.round(1000 * seconds)), DType.FLOAT32, version, _ -> {});
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What all say in the end, by rank. */
    private static List<String> said(int size, double timeout, Part part) throws Exception {
        int port = freePort();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Callable<String>> jobs = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                Place place = new Place(rank, size, rank, size, "127.0.0.1", port, false, 0, "The test");
                jobs.add(() -> {
                    try (Membership membership = Membership.join(place, options(timeout, "1"))) {
                        return part.of(membership);
                    } catch (GroupException e) {
                        return String.valueOf(e.getMessage());
                    }
                });
            }
            List<String> all = new ArrayList<>();
            for (Future<String> job : threads.invokeAll(jobs)) {
                all.add(job.get());
            }
            return all;
        }
    }

    private static float sum(Membership membership, float own) {
        try (var _ = TensorScope.open()) {
            Tensor tensor = Tensors.of(new float[] {own}, 1);
            membership.group().sum(List.of(tensor), membership.group().wire());
            return tensor.toFloats()[0];
        }
    }

    @Test
    void members_add_and_hear_what_the_first_tells() throws Exception {
        List<String> said = said(3, 20, membership -> {
            float sum = sum(membership, 1 + membership.place().rank());
            membership.stepped(10, 2);
            if (membership instanceof Leader leader) {
                leader.awaitReady();
                leader.tell("word", "a text\nof two lines");
                return String.valueOf(sum);
            }
            Follower follower = (Follower) membership;
            follower.ready();
            return sum + " " + follower.next();
        });

        assertThat(said)
                .containsExactly(
                        "6.0",
                        "6.0 Word[name=word, text=a text\nof two lines]",
                        "6.0 Word[name=word, text=a text\nof two lines]");
    }

    @Test
    void a_member_that_does_not_come_to_a_sum_is_named_by_all_others() throws Exception {
        List<String> said = said(3, 3, membership -> {
            if (membership.place().rank() == 2) {
                // Alive, but stuck.
                Thread.sleep(8000);
                return "late";
            }
            return String.valueOf(sum(membership, 1));
        });

        assertThat(said.get(0))
                .isEqualTo(said.get(1))
                .matches("Rank 2 of 3 \\(process \\d+ on .*\\) did not come to a sum that others waited 3 s for: .*");
    }

    @Test
    void a_member_that_fails_tells_all_others_why() throws Exception {
        List<String> said = said(3, 20, membership -> {
            switch (membership) {
                case Follower follower
                when follower.place().rank() == 1 -> {
                    follower.fail("the disk is full.");
                    Thread.sleep(500);
                    return "failed";
                }
                case Follower follower -> {
                    return follower.next().text();
                }
                case Leader leader -> {
                    leader.awaitReady();
                    return "ready";
                }
            }
        });

        assertThat(said.get(0)).isEqualTo(said.get(2)).matches("Rank 1 of 3 \\(.*\\) failed: the disk is full\\.");
    }

    @Test
    void whoever_does_not_come_is_named() throws IOException {
        Place first = new Place(0, 3, 0, 3, "127.0.0.1", freePort(), false, 0, "The test");

        assertThatThrownBy(() -> Membership.join(first, options(0.1, "1")))
                .isInstanceOf(GroupException.class)
                .hasMessage("Ranks 1, 2 of 3 did not come within 0.5 s: look into its own output.");
        Place second = new Place(1, 3, 1, 3, "127.0.0.1", first.port(), false, 0, "The test");
        assertThatThrownBy(() -> Membership.join(second, options(0.1, "1")))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining("Rank 0 was not reached at 127.0.0.1:" + first.port());
    }

    @Test
    void another_version_is_refused_by_name() throws Exception {
        int port = freePort();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Membership>> both = new ArrayList<>();
            for (int rank = 0; rank < 2; rank++) {
                Place place = new Place(rank, 2, rank, 2, "127.0.0.1", port, false, 0, "The test");
                String version = "1." + rank;
                both.add(threads.submit(() -> Membership.join(place, options(10, version))));
            }
            for (Future<Membership> each : both) {
                assertThatThrownBy(each::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(GroupException.class)
                        .hasMessageContaining("runs Duello 1.1, and rank 0 runs 1.0");
            }
        }
    }

    @Test
    void a_speed_is_of_the_time_that_a_process_computes_itself() {
        Speed speed = Speed.between(1, "there", new Pace(1, 100, 10, 1, 0.5), new Pace(9, 300, 20, 3, 1));

        assertThat(speed.rate()).isCloseTo(200.0 / 8, within(1e-9));
        assertThat(speed.waiting()).isCloseTo(0.2, within(1e-9));
        assertThat(speed.sending()).isCloseTo(0.05, within(1e-9));
        assertThat(Pace.of(new Pace(9, 300, 20, 3, 1).text())).isEqualTo(new Pace(9, 300, 20, 3, 1));
        assertThat(Speed.between(0, "", Pace.NONE, Pace.NONE).rate()).isZero();
    }
}
