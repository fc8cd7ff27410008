package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorMemoryTest {
    /** Bytes of 12 elements of each type; for booleans only 0 and 1 are values. */
    private static MemorySegment bytes(Arena arena, DType type) {
        MemorySegment bytes = arena.allocate(12L * type.bytes(), 8);
        for (long i = 0; i < bytes.byteSize(); i++) {
            bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (type == DType.BOOL ? i % 2 : 37 * i + 11));
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void copied_bytes_come_back_as_they_were(DType type) {
        try (var arena = Arena.ofConfined();
                var _ = TensorScope.open()) {
            MemorySegment bytes = bytes(arena, type);
            Tensor tensor = Tensors.copyOf(bytes, type, 3, 4);
            assertThat(tensor.dtype()).isEqualTo(type);
            assertThat(tensor.shape()).containsExactly(3, 4);
            byte[] wanted = bytes.toArray(ValueLayout.JAVA_BYTE);
            bytes.fill((byte) 0);
            assertThat(written(tensor)).containsExactly(wanted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrowed_bytes_are_the_segments_own(DType type) {
        try (var arena = Arena.ofConfined();
                var _ = TensorScope.open()) {
            MemorySegment bytes = bytes(arena, type);
            Tensor tensor = Tensors.borrow(bytes, type, 12);
            assertThat(written(tensor)).containsExactly(bytes.toArray(ValueLayout.JAVA_BYTE));
            tensor.fill_(0);
            assertThat(bytes.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void copying_out_is_row_major_whatever_the_layout(DType type) {
        try (var arena = Arena.ofConfined();
                var _ = TensorScope.open()) {
            MemorySegment bytes = bytes(arena, type);
            byte[] transposed = written(Tensors.copyOf(bytes, type, 3, 4).transpose());
            int size = type.bytes();
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 3; column++) {
                    for (int b = 0; b < size; b++) {
                        assertThat(transposed[(row * 3 + column) * size + b])
                                .isEqualTo(bytes.get(ValueLayout.JAVA_BYTE, (column * 4L + row) * size + b));
                    }
                }
            }
        }
    }

    @Test
    void channels_last_changes_the_memory_and_not_the_values() {
        try (var _ = TensorScope.open()) {
            Tensor images = new RandomStream("x", 1).normal(Device.CPU, 2, 3, 4, 5);
            Tensor last = images.channelsLast();
            assertThat(last.shape()).containsExactly(2, 3, 4, 5);
            assertThat(last.toFloats()).containsExactly(images.toFloats());
            assertThat(last.contiguous().toFloats()).containsExactly(images.toFloats());
        }
    }

    @Test
    void java_arrays_come_back_in_their_own_type() {
        try (var _ = TensorScope.open()) {
            assertThat(Tensors.of(new float[] {1.5f, -2, Float.MIN_VALUE}, 3).toFloats())
                    .containsExactly(1.5f, -2, Float.MIN_VALUE);
            assertThat(Tensors.of(new double[] {1e-300, Math.PI}, 2, 1).toDoubles())
                    .containsExactly(1e-300, Math.PI);
            assertThat(Tensors.of(new long[] {Long.MAX_VALUE, -7}, 1, 2).toLongs())
                    .containsExactly(Long.MAX_VALUE, -7);
            assertThat(Tensors.of(new long[] {3, 4}, 2).toFloats()).containsExactly(3, 4);
            assertThat(Tensors.of(new float[0], 0).toFloats()).isEmpty();
        }
    }

    @Test
    void conversion_to_bfloat16_keeps_eight_bits() {
        try (var _ = TensorScope.open()) {
            Tensor half = Tensors.of(new float[] {1, 1 + 1 / 128f, 1 + 1 / 1024f, 3.0e38f}, 4)
                    .to(DType.BFLOAT16);
            assertThat(half.dtype()).isEqualTo(DType.BFLOAT16);
            float[] back = half.toFloats();
            assertThat(back[0]).isEqualTo(1);
            assertThat(back[1]).isEqualTo(1 + 1 / 128f);
            assertThat(back[2]).isEqualTo(1);
            assertThat(back[3]).isBetween(2.98e38f, 3.02e38f);
        }
    }

    @Test
    void a_segment_that_is_too_short_or_on_the_heap_is_refused() {
        try (var arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> Tensors.borrow(arena.allocate(11), DType.FLOAT32, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("need 12 bytes of native memory, got 11 bytes");
            MemorySegment heap = MemorySegment.ofArray(new byte[12]);
            assertThatThrownBy(() -> Tensors.copyOf(heap, DType.FLOAT32, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("native memory");
        }
    }

    @Test
    void safetensors_names_are_the_formats_own() {
        assertThat(DType.values())
                .extracting(DType::safetensorsName)
                .containsExactly("F32", "F64", "BF16", "I16", "I64", "U8", "BOOL");
    }

    private static byte[] written(Tensor tensor) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment target =
                    arena.allocate(tensor.elements() * tensor.dtype().bytes(), 8);
            tensor.copyTo(target);
            return target.toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
