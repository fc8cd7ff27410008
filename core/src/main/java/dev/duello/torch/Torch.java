package dev.duello.torch;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library itself: loading, threads, and what it says of this machine. */
public final class Torch {
    private static final Logger log = LoggerFactory.getLogger(Torch.class);

    static {
        // The bindings' own logger writes version remarks to stderr; through SLF4J they can be filtered.
        setDefault("org.bytedeco.javacpp.logger", "slf4j");
        // Tensors live outside the heap, so a limit derived from -Xmx would refuse legitimate use.
        setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        if ("?".equals(System.getProperty("user.home"))) {
            // A user without a home: unpacked among the temporary files, not in a folder of that name.
            setDefault(
                    "org.bytedeco.javacpp.cachedir",
                    Path.of(System.getProperty("java.io.tmpdir"), ".javacpp", "cache")
                            .toString());
        }
    }

    private Torch() {}

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** Loads in a holder so that classes which merely mention tensors cost nothing. */
    private static final class Native {
        /** Kept, so that whoever asks again is told again. */
        static final @Nullable TorchException PROBLEM = loadLibrary();

        private static @Nullable TorchException loadLibrary() {
            long start = System.nanoTime();
            NativeHeap.keepFreedMemory();
            try {
                Loader.load(torch.class);
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                return new TorchException(LoadingProblem.sentence(e, platform(), unpackedTo()), e);
            }
            // Without this, oneDNN may pick kernels whose sums depend on timing.
            torch.globalContext().setDeterministicMkldnn(true);
            // Where NNPACK does not know the processor it says so on stderr at every convolution; oneDNN is as good.
            torch.globalContext().setUserEnabledNNPACK(false);
            if (torch.hasCUDA()) {
                // Shapes repeat from step to step, so that trying out which kernel is fastest pays. Float32 products
                // become TensorFloat-32, whose 10 bits of fraction are still more than the 7 of bfloat16.
                torch.globalContext().setBenchmarkCuDNN(true);
                torch.globalContext().setAllowTF32CuDNN(true);
                torch.globalContext().setAllowTF32CuBLAS(true);
            }
            // OpenBLAS keeps a thread pool of its own, and two pools that spin for the same cores are a hundred
            // times slower than one: small matrix products are computed by the calling thread, convolutions by
            // libtorch's pool.
            openblas.blas_set_num_threads(1);
            log.debug("libtorch loaded in {} ms", (System.nanoTime() - start) / 1_000_000);
            return null;
        }
    }

    private static String unpackedTo() {
        try {
            return Loader.getCacheDir().toString();
        } catch (IOException e) {
            return "the folder for temporary files";
        }
    }

    /**
     * Loads the native library if it is not loaded yet.
     *
     * @throws TorchException when this platform has none
     */
    public static void load() {
        if (Native.PROBLEM != null) {
            throw Native.PROBLEM;
        }
    }

    /**
     * Begins to load the native library, which takes the better part of a second, while the caller does something else. What
     * goes wrong, {@link #load} tells.
     */
    public static void loadAside() {
        Thread.ofPlatform().daemon().name("libtorch").start(() -> {
            if (Native.PROBLEM != null) {
                log.debug("libtorch could not be loaded", Native.PROBLEM);
            }
        });
    }

    /** The platform's name as the native artifacts spell it, such as {@code linux-x86_64}. */
    public static String platform() {
        return Loader.getPlatform();
    }

    /** Threads that one operation uses. Results are repeatable to the bit for the same number. */
    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /**
     * Sets the threads of one operation, for operations started by the calling thread.
     *
     * @param threads at least 1
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        load();
        torch.set_num_threads(threads);
    }

    /** The vector instructions that libtorch's own kernels use here, such as {@code AVX512}. */
    public static String cpuCapability() {
        load();
        return torch.get_cpu_capability().getString();
    }

    /** The version of the bindings, which begins with libtorch's own. */
    public static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Live native objects that Java owns; a loop that is free of leaks brings it back to where it was. */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    /** Resident memory of this process, in bytes. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }
}
