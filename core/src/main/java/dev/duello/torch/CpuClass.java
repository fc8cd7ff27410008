package dev.duello.torch;

import java.util.Set;

/** What decides how fast a processor trains: the widest products that it has, the fastest first. */
public enum CpuClass {
    /** Matrix tiles of bfloat16. */
    AMX("AMX"),
    AVX512_BF16("AVX-512 with bfloat16"),
    AVX512("AVX-512 without bfloat16"),
    AVX2("AVX2 without bfloat16"),
    OLDER("no AVX2"),
    /** Not x86-64, or the operating system does not tell. */
    UNKNOWN("unknown instructions");

    private final String words;

    CpuClass(String words) {
        this.words = words;
    }

    /** Of this computer's processor. */
    public static CpuClass present() {
        return of(CpuFeatures.flags());
    }

    /** @param flags as {@link CpuFeatures#flags} gives them */
    public static CpuClass of(Set<String> flags) {
        if (!flags.contains("sse2")) {
            return UNKNOWN;
        }
        if (flags.contains("amx_bf16")) {
            return AMX;
        }
        if (flags.contains("avx512f")) {
            return flags.contains("avx512_bf16") ? AVX512_BF16 : AVX512;
        }
        return flags.contains("avx2") ? AVX2 : OLDER;
    }

    /** For people, to stand after "a processor with". */
    @Override
    public String toString() {
        return words;
    }
}
