package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceTest {
    @Test
    void the_processor_is_always_there() {
        assertThat(Device.resolve("cpu")).isEqualTo(Device.CPU);
        assertThat(Device.CPU.isAvailable()).isTrue();
    }

    @Test
    void auto_takes_the_gpu_when_there_is_one() {
        assertThat(Device.resolve("auto")).isEqualTo(Device.CUDA.isAvailable() ? Device.CUDA : Device.CPU);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUDA", "MPS"})
    void a_device_that_is_not_there_is_an_error_and_no_silent_processor(Device device) {
        assumeThat(device.isAvailable()).isFalse();
        assertThatExceptionOfType(TorchException.class)
                .isThrownBy(() -> Device.resolve(device.toString()))
                .withMessage("The device '" + device + "' is not available here; `duello doctor` says why."
                        + " Choose machine.device=cpu, or auto to take what there is.");
    }

    @Test
    void an_unknown_device_is_answered_with_the_known_ones() {
        for (String name : new String[] {"gpu", "CPU", "", "cuda:0"}) {
            assertThatExceptionOfType(TorchException.class)
                    .isThrownBy(() -> Device.resolve(name))
                    .withMessage("Unknown device '" + name + "': choose auto, cpu, cuda or mps.");
        }
    }
}
