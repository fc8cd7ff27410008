package dev.duello.app;

import dev.duello.train.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the processes of a group on this machine and watches them. They end when this one does, since their standard input ends
 * then; a signal to this one goes to the first of them, which saves and tells the others to end.
 */
final class LocalProcesses {
    private static final Set<Integer> STOPPED = Set.of(130, 143);
    /** Of ours, which must not reach the processes: they would take themselves for those of another launcher. */
    private static final List<String> LAUNCHERS = List.of("TORCHELASTIC_", "PET_", "OMPI_", "PMI_", "SLURM_");

    private static final long LAST_NANOS = 12_000_000_000L;

    private final int count;
    private final int restarts;
    private final Path run;
    private final Duration patience;
    private final PrintWriter err;
    private final List<Process> processes = new ArrayList<>();
    private volatile boolean isStopping;

    /**
     * @param run directory of the training, to start again from
     * @param timeout after which processes notice that another is stuck
     */
    LocalProcesses(int count, int restarts, Path run, Duration timeout, PrintWriter err) {
        this.count = count;
        this.restarts = restarts;
        this.run = run;
        this.patience = timeout.plusSeconds(30);
        this.err = err;
    }

    /**
     * Runs a command in all of them until they end.
     *
     * @param first words of the command, without how many processes there are
     * @param again the same to go on with a run that holds a checkpoint
     * @return the exit code for this process
     */
    int run(List<String> first, List<String> again) {
        Interruption.stopBy(this::stop);
        List<String> words = first;
        for (int restart = 0; ; restart++) {
            int code = once(words);
            if (code != GroupOptions.BROKEN || isStopping) {
                return code;
            }
            if (restart >= restarts) {
                return code;
            }
            words = hasCheckpoint() ? again : first;
            err.printf(
                    "All processes start again%s, for the %s of %d times.%n",
                    words == again ? " from the newest checkpoint" : "", ordinal(restart + 1), restarts);
            err.flush();
        }
    }

    private static String ordinal(int number) {
        return number + (number == 1 ? "st" : number == 2 ? "nd" : number == 3 ? "rd" : "th");
    }

    private boolean hasCheckpoint() {
        return Files.isRegularFile(run.resolve("experiment.yaml"))
                && !RunDirectory.open(run).checkpointNames().isEmpty();
    }

    private void stop() {
        isStopping = true;
        synchronized (processes) {
            if (!processes.isEmpty()) {
                // Process.destroy would close its standard input, which means that this process is gone.
                processes.getFirst().toHandle().destroy();
            }
        }
    }

    private int once(List<String> words) {
        try {
            int port = freePort();
            List<Said> said = new ArrayList<>();
            synchronized (processes) {
                processes.clear();
                for (int rank = 0; rank < count; rank++) {
                    processes.add(start(words, rank, port));
                }
            }
            for (int rank = 1; rank < count; rank++) {
                said.add(new Said(rank, processes.get(rank)));
            }
            if (isStopping) {
                stop();
            }
            await();
            return result(said);
        } catch (IOException e) {
            throw new UncheckedIOException("The processes cannot be started: " + e.getMessage(), e);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(List<String> words, int rank, int port) throws IOException {
        List<String> command = new ArrayList<>(RelaunchCommand.words());
        command.add(command.size() - 3, "-D" + EndWithParent.PROPERTY + "=true");
        if (rank == 0) {
            command.add(command.size() - 3, "-Dduello.terminal=" + System.getProperty("duello.terminal", "false"));
        }
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> LAUNCHERS.stream().anyMatch(name::startsWith));
        variables.put("RANK", String.valueOf(rank));
        variables.put("WORLD_SIZE", String.valueOf(count));
        variables.put("LOCAL_RANK", String.valueOf(rank));
        variables.put("LOCAL_WORLD_SIZE", String.valueOf(count));
        variables.put("MASTER_ADDR", "127.0.0.1");
        variables.put("MASTER_PORT", String.valueOf(port));
        variables.put("CUDA_VISIBLE_DEVICES", gpu(variables.get("CUDA_VISIBLE_DEVICES"), rank));
        // Threads that wait must not take the processor from the other processes.
        variables.putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
        if (rank == 0) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    /** One GPU for each process, of those that this one may see. */
    private static String gpu(@Nullable String visible, int rank) {
        String[] all = visible == null ? new String[0] : visible.split(",");
        return rank < all.length ? all[rank] : visible == null ? String.valueOf(rank) : "";
    }

    /** Until all ended; when one fails, the others have so long to notice. */
    private void await() {
        long end = Long.MAX_VALUE;
        while (processes.stream().anyMatch(Process::isAlive)) {
            try {
                for (Process process : processes) {
                    if (process.isAlive()) {
                        process.waitFor(100, TimeUnit.MILLISECONDS);
                        break;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            long now = System.nanoTime();
            if (end == Long.MAX_VALUE
                    && processes.stream().anyMatch(each -> !each.isAlive() && each.exitValue() != 0)) {
                end = now + patience.toNanos();
            }
            // It knew what was wrong: whoever does not hear of it now cannot.
            if (!processes.getFirst().isAlive()) {
                end = Math.min(end, now + LAST_NANOS);
            }
            if (now > end) {
                processes.forEach(Process::destroyForcibly);
            }
        }
    }

    private int result(List<Said> said) {
        int first = processes.getFirst().exitValue();
        if (first == 0 || STOPPED.contains(first) || first == GroupOptions.BROKEN) {
            return first;
        }
        // A signal ended it, so that it could not say why.
        if (first > 128) {
            err.println("duello: Rank 0 of " + count + " was ended by signal " + (first - 128)
                    + (first == 137 ? ", perhaps because memory was short." : "."));
            said.stream()
                    .map(Said::lastWords)
                    .filter(words -> !words.isEmpty())
                    .findFirst()
                    .ifPresent(err::println);
            err.flush();
            return GroupOptions.BROKEN;
        }
        return first;
    }

    /** What a process says on its standard error: passed on with its number, but for the reason of its end, which rank 0 tells. */
    private final class Said {
        private final int rank;
        private volatile String lastWords = "";

        Said(int rank, Process process) {
            this.rank = rank;
            Thread.ofPlatform().daemon().name("rank-" + rank).start(() -> listen(process));
        }

        private void listen(Process process) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("duello: ")) {
                        lastWords = line;
                    } else if (!line.isBlank()) {
                        err.println("[rank " + rank + "] " + line);
                        err.flush();
                    }
                }
            } catch (IOException e) {
                // It ended.
            }
        }

        String lastWords() {
            return lastWords;
        }
    }
}
