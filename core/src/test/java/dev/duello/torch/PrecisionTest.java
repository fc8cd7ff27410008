package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PrecisionTest {
    @Test
    void a_precision_asked_for_by_name_is_given_on_every_device() {
        for (Device device : Device.values()) {
            assertThat(Precision.resolve("fp32", device)).isEqualTo(Precision.FP32);
            assertThat(Precision.resolve("bf16", device)).isEqualTo(Precision.BF16);
        }
    }

    @Test
    void auto_takes_bfloat16_where_hardware_multiplies_it() {
        assertThat(Precision.resolve("auto", Device.CUDA)).isEqualTo(Precision.BF16);
        assertThat(Precision.resolve("auto", Device.MPS)).isEqualTo(Precision.FP32);
        boolean hardware = CpuFeatures.flags().contains("avx512_bf16")
                || CpuFeatures.flags().contains("amx_bf16");
        assertThat(Precision.resolve("auto", Device.CPU)).isEqualTo(hardware ? Precision.BF16 : Precision.FP32);
    }

    @Test
    void an_unknown_precision_is_answered_with_the_known_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Precision.resolve("fp16", Device.CPU))
                .withMessage("Unknown precision 'fp16': choose auto, fp32 or bf16.");
    }

    @Test
    void names_read_back() {
        for (Precision precision : Precision.values()) {
            assertThat(Precision.resolve(precision.toString(), Device.CPU)).isEqualTo(precision);
        }
    }
}
