package dev.duello.torch;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where tensors live and are computed. */
public enum Device {
    CPU(() -> true),
    CUDA(() -> torch.hasCUDA() && torch.cuda_is_available()),
    MPS(torch::hasMPS);

    private final BooleanSupplier available;

    Device(BooleanSupplier available) {
        this.available = available;
    }

    /** Whether this machine and this native library have the device. */
    public boolean isAvailable() {
        Torch.load();
        return available.getAsBoolean();
    }

    /**
     * Turns {@code auto}, {@code cpu}, {@code cuda} or {@code mps} into a device; {@code auto} takes a CUDA GPU when there
     * is one, else the CPU.
     *
     * @throws TorchException when the device was asked for by name and is not there: never a silent fall-back
     */
    public static Device resolve(String name) {
        if (name.equals("auto")) {
            return CUDA.isAvailable() ? CUDA : CPU;
        }
        for (Device device : values()) {
            if (device.toString().equals(name)) {
                if (!device.isAvailable()) {
                    throw new TorchException(
                            "The device '" + name + "' is not available here; `duello doctor` says why."
                                    + " Choose machine.device=cpu, or auto to take what there is.");
                }
                return device;
            }
        }
        throw new TorchException("Unknown device '" + name + "': choose auto, cpu, cuda or mps.");
    }

    org.bytedeco.pytorch.Device handle() {
        return new org.bytedeco.pytorch.Device(DeviceType.valueOf(name()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
