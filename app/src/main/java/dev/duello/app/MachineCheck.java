package dev.duello.app;

import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.torch.CpuClass;
import dev.duello.torch.CpuFeatures;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import dev.duello.torch.TorchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks everything that Duello needs from a machine. It reports problems and never throws. */
final class MachineCheck {
    private static final Set<String> TESTED = Set.of("linux-x86_64");
    private static final Set<String> UNTESTED = Set.of("macosx-arm64", "macosx-x86_64", "windows-x86_64");
    private static final List<String> USEFUL_FLAGS =
            List.of("avx2", "avx512f", "avx512_bf16", "avx512_fp16", "amx_bf16", "amx_int8");
    private static final long LITTLE_HEAP = 500_000_000;
    private static final long LITTLE_MEMORY = 2_000_000_000;
    private static final long LITTLE_DISK = 1_000_000_000;

    private MachineCheck() {}

    static List<CheckResult> findings() {
        // First, because loading also decides where the native library's remarks go.
        CheckResult library = library();
        List<CheckResult> findings = new ArrayList<>();
        findings.add(java());
        findings.add(platform());
        findings.add(processor());
        findings.add(library);
        boolean loaded = library.level() != CheckResult.Level.PROBLEM;
        if (loaded) {
            findings.add(threads());
        }
        findings.add(GpuCheck.finding(loaded));
        findings.add(GroupCheck.finding());
        findings.add(memory());
        findings.add(disk("cache", cache()));
        findings.add(disk("folder", Path.of("").toAbsolutePath()));
        findings.add(data());
        return findings;
    }

    private static CheckResult java() {
        String text =
                System.getProperty("java.vendor") + " " + Runtime.version() + " in " + System.getProperty("java.home");
        String javaHome = System.getenv("JAVA_HOME");
        Optional<String> fault = GroupCheck.fault(Runtime.version());
        if (fault.isPresent()) {
            return CheckResult.note("java", text + "; " + fault.get());
        }
        if (System.getProperty("duello.launcher") == null) {
            return CheckResult.note("java", text + "; started without the launcher, which sets the right options");
        }
        return CheckResult.ok(
                "java",
                javaHome == null || isSame(javaHome)
                        ? text
                        : text + "; JAVA_HOME is " + javaHome
                                + ", which is too old or not the same and was passed over");
    }

    private static boolean isSame(String javaHome) {
        try {
            return Files.isSameFile(Path.of(javaHome), Path.of(System.getProperty("java.home")));
        } catch (IOException e) {
            return false;
        }
    }

    private static CheckResult platform() {
        String platform = Torch.platform();
        String text = platform + " (" + System.getProperty("os.name") + " " + System.getProperty("os.version") + ")";
        if (TESTED.contains(platform)) {
            return CheckResult.ok("platform", text);
        }
        return UNTESTED.contains(platform)
                ? CheckResult.note("platform", text + ": should work, but is not tested; linux-x86_64 is")
                : CheckResult.problem(
                        "platform", text + ": there is no native library for it. Use linux-x86_64, a Mac or Windows.");
    }

    private static CheckResult processor() {
        Set<String> flags = CpuFeatures.flags();
        String useful = USEFUL_FLAGS.stream().filter(flags::contains).collect(Collectors.joining(" "));
        String text = CpuFeatures.model() + ", " + Runtime.getRuntime().availableProcessors() + " processors"
                + (useful.isEmpty() ? "" : ", " + useful)
                + "; class " + CpuClass.present();
        return flags.contains("avx2") || !Torch.platform().equals("linux-x86_64")
                ? CheckResult.ok("cpu", text)
                : CheckResult.note("cpu", text + ": without AVX2 training is slow; take a newer machine");
    }

    private static CheckResult library() {
        long start = System.nanoTime();
        try {
            Torch.load();
            double seconds = (System.nanoTime() - start) / 1e9;
            String wrong = selfTest();
            if (wrong != null) {
                return CheckResult.problem("libtorch", wrong + " Please report it with this page.");
            }
            return CheckResult.ok(
                    "libtorch",
                    String.format(
                            "%s, loaded in %.2f s, computes with %s, a matrix product is right",
                            Torch.version(), seconds, Torch.cpuCapability()));
        } catch (TorchException e) {
            return CheckResult.problem("libtorch", e.getMessage());
        } catch (LinkageError e) {
            return CheckResult.problem(
                    "libtorch",
                    "The native library cannot be used (" + e.getMessage()
                            + "). Deleting ~/.javacpp/cache makes it unpack again.");
        }
    }

    /** @return what is wrong, or null */
    private static @Nullable String selfTest() {
        int n = 64;
        float[] numbers = new float[n * n];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 7 - 3;
        }
        try (var _ = TensorScope.open()) {
            Tensor matrix = Tensors.of(numbers, n, n);
            float[] product = matrix.matmul(matrix).toFloats();
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < n; column++) {
                    float sum = 0;
                    for (int k = 0; k < n; k++) {
                        sum += numbers[row * n + k] * numbers[k * n + column];
                    }
                    // Small whole numbers: every order of adding is exact.
                    if (product[row * n + column] != sum) {
                        return "A matrix product is wrong: " + product[row * n + column] + " instead of " + sum + ".";
                    }
                }
            }
            return null;
        }
    }

    private static CheckResult threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = Torch.threads();
        String text = threads + " by default, " + processors + " processors; precision auto is "
                + Precision.resolve("auto", Device.resolve("auto"));
        String limit = System.getenv("OMP_NUM_THREADS");
        return threads < processors
                ? CheckResult.note(
                        "threads",
                        text + (limit == null ? "" : "; OMP_NUM_THREADS=" + limit + " holds it back: unset it")
                                + ". Training takes one a processor, or what --threads says.")
                : CheckResult.ok("threads", text);
    }

    private static CheckResult memory() {
        long heap = Runtime.getRuntime().maxMemory();
        long physical = MachineInfo.physicalBytes();
        String text = MachineInfo.gigabytes(physical) + ", of which the Java heap may take "
                + MachineInfo.gigabytes(heap) + " (tensors and images live outside it)";
        if (physical < LITTLE_MEMORY) {
            return CheckResult.note("memory", text + ": little; train small networks with small batches");
        }
        return heap < LITTLE_HEAP
                ? CheckResult.note("memory", text + ": large images may not fit; set DUELLO_JAVA_OPTS=-Xmx2g")
                : CheckResult.ok("memory", text);
    }

    private static @Nullable Path cache() {
        try {
            return CacheFolder.path();
        } catch (DataException e) {
            return null;
        }
    }

    private static CheckResult disk(String subject, @Nullable Path folder) {
        if (folder == null) {
            return CheckResult.problem(
                    subject, "there is no folder for decoded and downloaded data: set DUELLO_CACHE to one.");
        }
        Path there = DiskSpace.existing(folder);
        if (!Files.isDirectory(there)) {
            return CheckResult.problem(subject, folder + ": " + there + " is a file, not a folder.");
        }
        if (!Files.isWritable(there)) {
            return subject.equals("cache")
                    ? CheckResult.problem(
                            subject,
                            folder + " cannot be written: set DUELLO_CACHE to a folder that can, such as /tmp/duello.")
                    : CheckResult.note(
                            subject, folder + " (this one) cannot be written: train elsewhere, or with --out.");
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String text = folder + ", " + MachineInfo.gigabytes(free) + " free";
            return free < LITTLE_DISK
                    ? CheckResult.note(
                            subject,
                            text + ": little; free some space"
                                    + (subject.equals("cache") ? ", or set DUELLO_CACHE to another disk" : ""))
                    : CheckResult.ok(subject, text);
        } catch (IOException e) {
            return CheckResult.note(subject, folder + ": the free space is unknown (" + e.getMessage() + ")");
        }
    }

    private static CheckResult data() {
        String embedded = names(DatasetCatalog.entries().stream().filter(CatalogEntry::isEmbedded));
        String downloaded = cache() == null
                ? ""
                : names(DatasetCatalog.entries().stream().filter(entry -> entry.isHere() && !entry.isEmbedded()));
        if (embedded.isEmpty()) {
            return CheckResult.note(
                    "data",
                    "no data set came with this installation: add duello-datasets to the class path, or name --data");
        }
        return CheckResult.ok("data", embedded + (downloaded.isEmpty() ? "" : "; downloaded: " + downloaded));
    }

    private static String names(Stream<CatalogEntry> entries) {
        return entries.map(CatalogEntry::name).collect(Collectors.joining(", "));
    }
}
