package dev.duello.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutPartTest {
    /** One byte each, all different. */
    private static Dataset numbers(int count) {
        byte[] samples = new byte[count * 2];
        for (int i = 0; i < count; i++) {
            samples[2 * i] = (byte) i;
            samples[2 * i + 1] = (byte) (i >> 8);
        }
        return Datasets.of("numbers", new ImageFormat(1, 1, 2), samples, null, List.of());
    }

    private static int[] values(Dataset set) {
        byte[] all = Samples.all(set);
        int[] values = new int[set.size()];
        Arrays.setAll(values, i -> Byte.toUnsignedInt(all[2 * i]) + 256 * Byte.toUnsignedInt(all[2 * i + 1]));
        return values;
    }

    @Test
    void what_is_kept_out_and_what_is_left_make_up_the_whole() {
        try (Dataset whole = numbers(300)) {
            Dataset part = HeldOut.trainingPart(whole, 40, 0);
            Dataset out = part.heldOut();

            assertThat(part.size()).isEqualTo(260);
            assertThat(out.size()).isEqualTo(40);
            assertThat(values(part)).isSorted();
            int[] both = Arrays.copyOf(values(part), 300);
            System.arraycopy(values(out), 0, both, 260, 40);
            assertThat(both).containsExactlyInAnyOrder(values(whole));
            // By chance, not a stretch of the set.
            int[] kept = values(out);
            assertThat(kept[39] - kept[0]).isGreaterThan(150);
        }
    }

    @Test
    void which_samples_these_are_follows_from_data_and_seed() {
        try (Dataset whole = numbers(300);
                Dataset same = numbers(300);
                Dataset other = numbers(299)) {
            int[] once = values(HeldOut.trainingPart(whole, 40, 0).heldOut());

            assertThat(values(HeldOut.trainingPart(same, 40, 0).heldOut())).isEqualTo(once);
            assertThat(values(HeldOut.trainingPart(whole, 40, 1).heldOut())).isNotEqualTo(once);
            assertThat(values(HeldOut.trainingPart(other, 40, 0).heldOut())).isNotEqualTo(once);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "999, 0", "1000, 100", "3786, 378", "5000, 500", "10000, 500", "20000, 1000"})
    void small_sets_keep_all_and_large_ones_give_five_per_cent(int size, int heldOut) {
        try (Dataset whole = numbers(size)) {
            assertThat(HeldOut.automatic(whole)).isEqualTo(heldOut);
        }
    }

    @Test
    void a_set_with_a_part_of_its_own_keeps_nothing_out() {
        try (Dataset whole = numbers(3_000)) {
            Dataset part = HeldOut.trainingPart(whole, 1_000, 0);

            assertThat(HeldOut.automatic(part)).isZero();
            assertThat(HeldOut.trainingPart(part, 0, 0)).isSameAs(part);
        }
    }

    @Test
    void something_must_be_left() {
        try (Dataset whole = numbers(3)) {
            assertThatThrownBy(() -> HeldOut.trainingPart(whole, 3, 0))
                    .hasMessageContaining("at least one must be left");
        }
    }
}
