package dev.duello.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorUnitsTest {
    private static final int RELU = 3;
    /** Where the planted unit draws a red square of the latent of these tests, 4 to 12 of 32 pixels. */
    private static final Region SQUARE = new Region(0.125, 0.125, 0.375, 0.375);

    private static final Region ELSEWHERE = new Region(0.5, 0.5, 0.75, 0.75);

    private static Tensor latent() {
        return Tensors.of(new float[] {1, 0, 0, 0}, 1, 4);
    }

    @Test
    void the_unit_that_draws_a_part_is_found_with_what_vanishes_without_it() {
        try (TinyModel model = DissectionTest.planted();
                var _ = TensorScope.open()) {
            GeneratorUnits.Found found = new GeneratorUnits(model, RELU).behind(latent(), List.of(), SQUARE, 2);

            assertThat(found.tried()).isEqualTo(4);
            assertThat(found.units()).hasSize(2);
            GeneratorUnits.Behind first = found.units().getFirst();
            assertThat(first.unit()).isEqualTo(DissectionTest.PLANTED);
            // Red falls from tanh(3 - 0.5) to tanh(-0.5), green and blue rise from tanh(-0.2 - 0.5): of a range of 2,
            // mean of three.
            double red = Math.tanh(2.5) - Math.tanh(-0.5);
            double others = Math.tanh(-0.5) - Math.tanh(-0.7);
            assertThat(first.inside()).isCloseTo((red + 2 * others) / 6, within(0.02));
            assertThat(first.lighter()).isCloseTo((2 * others - red) / 6, within(0.02));
            assertThat(first.share()).isCloseTo(1, within(1e-6));
            assertThat(first.high()).isCloseTo(1, within(1e-6));
            assertThat(found.units().get(1).inside()).isLessThan(first.inside() / 5);
        }
    }

    @Test
    void a_unit_is_painted_on_where_it_is_asked_for_and_nowhere_else() {
        try (TinyModel model = DissectionTest.planted();
                var _ = TensorScope.open()) {
            GeneratorUnits units = new GeneratorUnits(model, RELU);
            Tensor before = units.edited(latent(), List.of());
            Tensor after =
                    units.edited(latent(), List.of(new GeneratorUnits.Edit(DissectionTest.PLANTED, 1, ELSEWHERE)));

            Tensor change = after.subtract(before).abs();
            assertThat(change.narrow(1, 0, 1).sum().item())
                    .isCloseTo(ELSEWHERE.of(change).narrow(1, 0, 1).sum().item(), within(1e-3));
            assertThat(ELSEWHERE.of(after).narrow(1, 0, 1).mean().item()).isGreaterThan(0.9);
        }
    }

    @Test
    void with_a_unit_switched_off_already_nothing_more_is_behind_it() {
        try (TinyModel model = DissectionTest.planted();
                var _ = TensorScope.open()) {
            GeneratorUnits units = new GeneratorUnits(model, RELU);
            List<GeneratorUnits.Edit> off = List.of(new GeneratorUnits.Edit(DissectionTest.PLANTED, 0, Region.WHOLE));

            GeneratorUnits.Behind last =
                    units.behind(latent(), off, SQUARE, 4).units().getLast();
            assertThat(last.unit()).isEqualTo(DissectionTest.PLANTED);
            assertThat(last.inside()).isZero();
            assertThat(last.share()).isZero();
            // What the list shows is what the edit makes.
            float[] shown = units.behind(latent(), List.of(), SQUARE, 1)
                    .units()
                    .getFirst()
                    .without();
            assertThat(units.edited(latent(), off).toFloats()).containsExactly(shown, within(1e-6f));
        }
    }

    @Test
    void layers_without_maps_and_units_that_are_not_there_are_refused_in_sentences() {
        try (TinyModel model = DissectionTest.planted();
                var _ = TensorScope.open()) {
            assertThat(GeneratorUnits.layers(model))
                    .extracting(GeneratorUnits.Layer::name)
                    .containsExactly("2.tanh", "3.relu");
            assertThatThrownBy(() -> new GeneratorUnits(model, 0))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("[2, 3]");
            GeneratorUnits units = new GeneratorUnits(model, RELU);
            List<GeneratorUnits.Edit> none = List.of(new GeneratorUnits.Edit(4, 0, Region.WHOLE));
            assertThatThrownBy(() -> units.edited(latent(), none))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("units 0 to 3");
            assertThatThrownBy(() -> new Region(0.5, 0, 0.5, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
