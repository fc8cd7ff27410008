package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuClassTest {
    @ParameterizedTest
    @CsvSource({
        "sse2 avx2 avx512f avx512_bf16 amx_bf16, AMX",
        "sse2 avx2 avx512f avx512_bf16, AVX512_BF16",
        "sse2 avx2 avx512f, AVX512",
        "sse2 avx2 fma, AVX2",
        "sse2 avx, OLDER",
        "neon, UNKNOWN",
        "'', UNKNOWN",
    })
    void the_flags_of_a_processor_tell_its_class(String flags, CpuClass expected) {
        assertThat(CpuClass.of(Set.of(flags.split(" ")))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"AMX, true", "AVX512_BF16, true", "AVX512, false", "AVX2, false"})
    void the_words_say_whether_bfloat16_is_fast(CpuClass some, boolean fast) {
        assertThat(!some.toString().contains("without bfloat16")).isEqualTo(fast);
    }
}
