package dev.duello.app.studio;

import com.sun.management.OperatingSystemMXBean;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How busy this machine is, and with which trainings. */
final class MachineUse {
    private final RunIndex index;
    private final Map<Long, Spent> before = new HashMap<>();

    private record Spent(long atNanos, Duration processor) {}

    /**
     * @param load of all processors, 0 to 1
     * @param memoryUsed of the machine or container, bytes
     * @param diskFree where the runs are, bytes
     */
    record Now(int processors, double load, long memory, long memoryUsed, long diskFree, List<Training> trainings) {}

    /**
     * A process that trains.
     *
     * @param processors how many it keeps busy, since the last look; null at the first
     * @param resident memory in bytes, null where the system does not tell
     */
    record Training(
            String run,
            long pid,
            @Nullable Double processors,
            @Nullable Long resident) {}

    MachineUse(RunIndex index) {
        this.index = index;
    }

    Now now() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long memory = system.getTotalMemorySize();
        return new Now(
                system.getAvailableProcessors(),
                Math.max(0, system.getCpuLoad()),
                memory,
                memory - available(system),
                Files.isDirectory(index.root())
                        ? Files.getFileStore(index.root()).getUsableSpace()
                        : 0,
                index.runs().stream()
                        .map(run -> run.process()
                                .map(process -> training(run, process))
                                .orElse(null))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** What Linux can give at once counts its caches; Java's own number does not. */
    private static long available(OperatingSystemMXBean system) {
        Long kilobytes = line(Path.of("/proc/meminfo"), "MemAvailable:");
        return kilobytes == null || kilobytes > system.getTotalMemorySize() ? system.getFreeMemorySize() : kilobytes;
    }

    private Training training(Run run, ProcessHandle process) {
        return new Training(
                run.id(),
                process.pid(),
                busy(process),
                line(Path.of("/proc", String.valueOf(process.pid()), "status"), "VmRSS:"));
    }

    private @Nullable Double busy(ProcessHandle process) {
        Duration spent = process.info().totalCpuDuration().orElse(null);
        if (spent == null) {
            return null;
        }
        Spent now = new Spent(System.nanoTime(), spent);
        synchronized (before) {
            Spent last = before.get(process.pid());
            if (last == null || now.atNanos - last.atNanos > 500_000_000) {
                before.put(process.pid(), now);
            }
            return last == null || now.atNanos == last.atNanos
                    ? null
                    : (double) spent.minus(last.processor).toNanos() / (now.atNanos - last.atNanos);
        }
    }

    /** The kilobytes that a line of a file under /proc tells, in bytes. */
    private static @Nullable Long line(Path file, String start) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .orElse(null);
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }
}
