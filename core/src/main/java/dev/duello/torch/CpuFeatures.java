package dev.duello.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** What the processor says of itself, where the operating system passes it on (Linux). */
public final class CpuFeatures {
    private CpuFeatures() {}

    /** The processor's feature flags, such as {@code avx2} or {@code amx_bf16}; empty where they cannot be read. */
    public static Set<String> flags() {
        return new TreeSet<>(Arrays.asList(field("flags").split("\\s+")));
    }

    /** The processor's marketing name, or {@code unknown}. */
    public static String model() {
        String model = field("model name");
        return model.isEmpty() ? "unknown" : model;
    }

    /** Whether bfloat16 products are computed in hardware. */
    public static boolean hasBfloat16() {
        Set<String> flags = flags();
        return flags.contains("amx_bf16") || flags.contains("avx512_bf16");
    }

    private static String field(String name) {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
