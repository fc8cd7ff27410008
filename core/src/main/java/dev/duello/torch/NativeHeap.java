package dev.duello.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library's allocator, from which libtorch takes the memory of tensors.
 *
 * <p>As it comes, glibc returns every large block to the system when it is freed, and each step of a training asks for the
 * same gigabyte again, page by page. Thousands of page faults a step cost more than the arithmetic of small networks.
 */
final class NativeHeap {
    private static final Logger log = LoggerFactory.getLogger(NativeHeap.class);

    // The names and numbers of glibc's malloc.h.
    private static final int TRIM_THRESHOLD = -1;
    private static final int TOP_PAD = -2;
    private static final int MMAP_MAX = -4;

    private NativeHeap() {}

    /** Makes the allocator keep what is freed for the next tensor; does nothing where there is no glibc. */
    static void keepFreedMemory() {
        Optional<MemorySegment> address = Linker.nativeLinker().defaultLookup().find("mallopt");
        if (address.isEmpty()) {
            return;
        }
        MethodHandle mallopt = Linker.nativeLinker()
                .downcallHandle(
                        address.get(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int done = (int) mallopt.invokeExact(TRIM_THRESHOLD, -1);
            done &= (int) mallopt.invokeExact(TOP_PAD, 64 << 20);
            done &= (int) mallopt.invokeExact(MMAP_MAX, 0);
            log.debug("the allocator keeps freed memory: {}", done == 1);
        } catch (Throwable e) {
            throw new AssertionError("mallopt takes two numbers and throws nothing", e);
        }
    }
}
