package dev.duello.app;

import dev.duello.torch.Device;
import dev.duello.torch.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a GPU will be used, and if not, which of the things that it takes is missing. */
final class GpuCheck {
    private static final String DRIVER = "libcuda.so.1";
    private static final List<String> LIBRARIES =
            List.of("libcudart.so.13", "libcublas.so.13", "libcudnn.so.9", "libnccl.so.2");
    private static final String BUILD = "build with `./mvnw -Pcuda -DskipTests package`";

    private GpuCheck() {}

    /** @param loaded whether the native library could be loaded at all */
    static CheckResult finding(boolean loaded) {
        if (loaded && Device.CUDA.isAvailable()) {
            return CheckResult.ok("gpu", "CUDA; --device auto takes it");
        }
        if (loaded && Device.MPS.isAvailable()) {
            return CheckResult.ok("gpu", "Apple Metal; --device mps takes it");
        }
        if (!Torch.platform().equals("linux-x86_64")) {
            return CheckResult.ok("gpu", "none: training runs on the CPU");
        }
        List<String> missing = LIBRARIES.stream()
                .filter(library -> !SharedLibraries.has(library))
                .toList();
        String install =
                missing.isEmpty() ? "" : "install CUDA 13 and cuDNN 9 (missing: " + String.join(", ", missing) + ")";
        boolean gpuBuild =
                GpuCheck.class.getClassLoader().getResource("org/bytedeco/pytorch/linux-x86_64-gpu/libjnitorch.so")
                        != null;
        if (!SharedLibraries.has(DRIVER)) {
            String text = "none: there is no NVIDIA driver (" + DRIVER + "), training runs on the CPU";
            return Files.exists(Path.of("/dev/nvidia0"))
                    ? CheckResult.note(
                            "gpu", "a card is there, but no driver library (" + DRIVER + "): install NVIDIA's driver")
                    : CheckResult.ok("gpu", text);
        }
        if (!gpuBuild) {
            return CheckResult.note(
                    "gpu",
                    "an NVIDIA driver is there, but the native library that is installed by default computes on the CPU: "
                            + (install.isEmpty() ? "" : install + ", then ") + BUILD);
        }
        return missing.isEmpty()
                ? CheckResult.problem(
                        "gpu",
                        "driver, CUDA and cuDNN are there, yet libtorch finds no card: does `nvidia-smi` see one, and is"
                                + " the driver new enough for CUDA 13?")
                : CheckResult.problem("gpu", "this is the build for GPUs, but libraries are missing: " + install + ".");
    }
}
