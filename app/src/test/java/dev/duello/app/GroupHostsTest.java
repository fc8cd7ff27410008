package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, as network namespaces of this machine. Only where the system lets the test make them. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class GroupHostsTest {
    private static final String[] HOSTS = {"duello-a", "duello-b"};

    @TempDir
    private Path folder;

    private Path images;
    private final List<Process> started = new ArrayList<>();

    private static boolean run(String command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command.split(" "))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the system can, with 20 ms in each direction, and every hundredth packet lost. */
    @BeforeEach
    void connect() throws Exception {
        boolean isMade = run("ip netns add " + HOSTS[0])
                && run("ip netns add " + HOSTS[1])
                && run("ip link add duello0 netns " + HOSTS[0] + " type veth peer name duello0 netns " + HOSTS[1]);
        for (int i = 0; i < HOSTS.length && isMade; i++) {
            isMade = run("ip -n " + HOSTS[i] + " addr add 10.213.7." + (i + 1) + "/24 dev duello0")
                    && run("ip -n " + HOSTS[i] + " link set duello0 up")
                    && run("ip -n " + HOSTS[i] + " link set lo up");
            run("ip netns exec " + HOSTS[i] + " tc qdisc add dev duello0 root netem delay 20ms loss 1%");
        }
        assumeTrue(isMade, "no network namespaces can be made here");
        images = folder.resolve("images");
        Pictures.write(images, 40);
    }

    @AfterEach
    void end() throws Exception {
        started.forEach(Process::destroyForcibly);
        for (String host : HOSTS) {
            run("ip netns del " + host);
        }
    }

    private void start(int rank, Path run, String kimg) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                HOSTS[rank],
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dduello.cache=" + folder.resolve("cache"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--data",
                images.toString(),
                "--out",
                run.toString(),
                "--preset",
                "dcgan",
                "--size",
                "16",
                "--batch",
                "16",
                "--kimg",
                kimg,
                "--threads",
                "1",
                "--watch",
                "none",
                "--quiet"));
        for (String setting : List.of(
                "generator.width=4", "discriminator.width=4", "generator.latent=8", "machine.group.timeout=4")) {
            words.addAll(List.of("--set", setting));
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .putAll(Map.of(
                        "RANK", String.valueOf(rank),
                        "WORLD_SIZE", "2",
                        "MASTER_ADDR", "10.213.7.1",
                        "MASTER_PORT", "29511",
                        "OMP_WAIT_POLICY", "PASSIVE"));
        started.add(builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said-" + started.size()).toFile())
                .start());
    }

    private String result(int process) throws IOException, InterruptedException {
        assertThat(started.get(process).waitFor(120, TimeUnit.SECONDS)).isTrue();
        return started.get(process).exitValue() + ": " + Files.readString(folder.resolve("said-" + process));
    }

    @Test
    void hosts_train_together_and_both_end_when_the_line_between_them_is_cut() throws Exception {
        Path whole = folder.resolve("whole");
        start(0, whole, "0.08");
        start(1, whole, "0.08");
        assertThat(result(0)).startsWith("0: ");
        assertThat(result(1)).startsWith("0: ");
        assertThat(whole.resolve("checkpoints/000000.080k")).isDirectory();

        Path cut = folder.resolve("cut");
        start(0, cut, "1000");
        start(1, cut, "1000");
        Path events = cut.resolve("events.jsonl");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(events) || !Files.readString(events).contains("stepped")) {
            assertThat(started.get(2).isAlive() && System.nanoTime() < end).isTrue();
            Thread.sleep(50);
        }
        long before = System.nanoTime();
        assertThat(run("ip -n " + HOSTS[0] + " link set duello0 down")).isTrue();

        assertThat(result(2)).matches("(?s)3: .*Rank 1 of 2 \\(process \\d+ on .*\\) .*");
        assertThat(result(3)).matches("(?s)3: .*Rank 0 of 2 \\(process \\d+ on .*\\) .*");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(30);
        assertThat(cut.resolve("checkpoints/000000.000k/state.json")).isRegularFile();
    }
}
