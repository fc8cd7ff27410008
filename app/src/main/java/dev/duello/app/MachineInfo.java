package dev.duello.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the operating system says of this computer. */
final class MachineInfo {
    private MachineInfo() {}

    /** Main memory, or what a container may use of it. */
    static long physicalBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    static String gigabytes(long bytes) {
        return String.format("%.1f GB", bytes / 1e9);
    }
}
