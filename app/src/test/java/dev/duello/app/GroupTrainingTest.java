package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on this machine that train together, are killed, stopped and started again. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class GroupTrainingTest {
    private static final String LAST = "checkpoints/000000.320k";

    @TempDir
    private Path folder;

    private Path images;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        images = folder.resolve("images");
        Pictures.write(images, 40);
    }

    @AfterEach
    void end() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private List<String> train(Path run, String... more) {
        List<String> words = new ArrayList<>(List.of(
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
                "--threads",
                "1",
                "--precision",
                "fp32",
                "--watch",
                "none",
                "--quiet"));
        for (String setting : List.of(
                "generator.width=4",
                "discriminator.width=4",
                "generator.latent=8",
                "training.checkpoint-kimg=0.08",
                "training.sample-kimg=0.16")) {
            words.addAll(List.of("--set", setting));
        }
        words.addAll(List.of(more));
        if (!words.contains("--kimg")) {
            words.addAll(List.of("--kimg", "0.32"));
        }
        return words;
    }

    private Process start(Map<String, String> variables, List<String> words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dduello.cache=" + folder.resolve("cache"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().putAll(variables);
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said-" + started.size()).toFile())
                .start();
        started.add(process);
        return process;
    }

    /** The exit code, and what it said. */
    private String result(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + ": "
                + Files.readString(folder.resolve("said-" + started.indexOf(process)), StandardCharsets.UTF_8);
    }

    /** Those that a process started, in their order. */
    private static List<ProcessHandle> ranks(Process process) {
        return process.children()
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
    }

    private void awaitCheckpoint(Process process, Path run, String name) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.isRegularFile(run.resolve(name).resolve("state.json"))) {
            assertThat(process.isAlive() && System.nanoTime() < end).isTrue();
            Thread.sleep(5);
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static Map<String, byte[]> tensors(Path checkpoint) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(checkpoint)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".safetensors")).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void a_group_that_was_killed_goes_on_to_the_bit_and_leaves_no_orphans() throws Exception {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        assertThat(result(start(Map.of(), train(whole, "--processes", "2")))).startsWith("0: ");
        assertThat(Files.readString(whole.resolve("experiment.yaml"))).contains("processes: 2");

        Process process = start(Map.of(), train(killed, "--processes", "2"));
        awaitCheckpoint(process, killed, "checkpoints/000000.080k");
        List<ProcessHandle> ranks = ranks(process);
        assertThat(ranks).hasSize(2);
        process.destroyForcibly();
        awaitEnd(ranks);
        String resumed = result(start(Map.of(), List.of("resume", killed.toString(), "--quiet")));

        assertThat(resumed).startsWith("0: ");
        Map<String, byte[]> expected = tensors(whole.resolve(LAST));
        Map<String, byte[]> found = tensors(killed.resolve(LAST));
        assertThat(found).containsOnlyKeys(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));

        // Alone it goes on as well, and says that this is something else.
        String alone =
                result(start(Map.of(), List.of("resume", killed.toString(), "--processes", "1", "--kimg", "0.36")));
        assertThat(alone)
                .startsWith("0: ")
                .contains("instead of 1 thread on cpu in fp32, 2 processes: not equal bit for bit");
    }

    @Test
    void after_a_rank_was_killed_all_start_again_from_the_checkpoint() throws Exception {
        Path run = folder.resolve("run");
        Process process = start(Map.of(), train(run, "--processes=2", "--restarts", "1"));
        awaitCheckpoint(process, run, "checkpoints/000000.080k");
        ranks(process).getLast().destroyForcibly();

        assertThat(result(process))
                .startsWith("0: ")
                .containsPattern("Rank 1 of 2 \\(process \\d+ on [^)]+\\) is gone")
                .contains("All processes start again from the newest checkpoint, for the 1st of 1 times.");
        assertThat(run.resolve(LAST)).isDirectory();
    }

    @Test
    void a_rank_that_is_stuck_is_named_after_the_timeout() throws Exception {
        Path run = folder.resolve("run");
        Process process =
                start(Map.of(), train(run, "--processes", "2", "--kimg", "1000", "--set", "machine.group.timeout=4"));
        awaitCheckpoint(process, run, "checkpoints/000000.080k");
        List<ProcessHandle> ranks = ranks(process);
        new ProcessBuilder("kill", "-STOP", String.valueOf(ranks.getLast().pid()))
                .start()
                .waitFor();

        assertThat(result(process))
                .startsWith("3: ")
                .containsPattern("Rank 1 of 2 \\(process \\d+ on [^)]+\\)"
                        + " (has not answered for 4 s|did not come to a sum)");
        awaitEnd(ranks);
        assertThat(Files.readString(run.resolve("events.jsonl"))).contains("\"reason\":\"failed\"");
    }

    @Test
    void four_processes_of_a_launcher_meet_and_go_on_when_it_starts_them_again() throws Exception {
        Path run = folder.resolve("run");
        for (int attempt = 0; attempt < 2; attempt++) {
            List<Process> ranks = new ArrayList<>();
            String port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = String.valueOf(free.getLocalPort());
            }
            for (int rank = 3; rank >= 0; rank--) {
                Map<String, String> variables = new TreeMap<>(
                        Map.of("RANK", String.valueOf(rank), "WORLD_SIZE", "4", "MASTER_ADDR", "127.0.0.1"));
                variables.put("MASTER_PORT", port);
                variables.put("LOCAL_RANK", String.valueOf(rank));
                variables.put("LOCAL_WORLD_SIZE", "4");
                ranks.add(start(variables, train(run, "--kimg", "0.08")));
            }
            for (Process rank : ranks) {
                assertThat(result(rank)).startsWith("0: ");
            }
        }

        assertThat(Files.readString(folder.resolve("said-" + (started.size() - 1))))
                .contains("holds a run already: goes on from its newest checkpoint");
        assertThat(run.resolve("checkpoints/000000.080k")).isDirectory();
    }
}
