package dev.duello.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsetTest {
    private static Dataset whole() {
        return Datasets.of(
                "four",
                new ImageFormat(1, 1, 2),
                new byte[] {0, 1, 2, 3, 4, 5, 6, 7},
                new int[] {0, 1, 1, 0},
                List.of("a", "b"));
    }

    @Test
    void it_has_the_chosen_samples_and_labels_in_the_order_asked() {
        try (Dataset whole = whole();
                Dataset some = whole.subset(new int[] {2, 0, 2})) {
            assertThat(some.size()).isEqualTo(3);
            assertThat(Samples.all(some)).containsExactly(4, 5, 0, 1, 4, 5);
            assertThat(some.label(0)).isEqualTo(1);
            assertThat(some.label(1)).isZero();
            assertThat(some.classes()).containsExactly("a", "b");
            assertThat(some.format()).isEqualTo(whole.format());
            assertThat(Samples.all(some.subset(new int[] {1}))).containsExactly(0, 1);
        }
    }

    @Test
    void its_fingerprint_tells_it_from_the_whole_and_from_other_subsets() {
        try (Dataset whole = whole()) {
            String one = whole.subset(new int[] {0, 1}).fingerprint();
            assertThat(whole.subset(new int[] {0, 1}).fingerprint()).isEqualTo(one);
            assertThat(whole.subset(new int[] {1, 0}).fingerprint()).isNotEqualTo(one);
            assertThat(whole.fingerprint()).isNotEqualTo(one);
        }
    }

    @Test
    void it_leaves_the_whole_open_and_refuses_what_is_not_there() {
        try (Dataset whole = whole()) {
            Dataset some = whole.subset(new int[] {0});
            some.close();
            assertThat(whole.stored(3)).containsExactly(6, 7);
            assertThatThrownBy(() -> whole.subset(new int[] {4})).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> some.stored(1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> whole.subset(new int[0])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
