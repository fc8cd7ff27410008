package dev.duello.app.studio.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.duello.app.studio.http.HttpException;
import dev.duello.explain.GeneratorUnits;
import dev.duello.explain.Inversion;
import dev.duello.explain.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What addresses say of images besides their latents. */
class AddressesTest {
    @Test
    void moves_have_names_of_any_letters() {
        assertThat(Moves.parse("sefa-1:2.5;a%3Bb%3Ac:-1")).containsExactly(entry("sefa-1", 2.5), entry("a;b:c", -1.0));
        assertThat(Moves.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sefa-1", ":1", "sefa-1:", "sefa-1:11", "sefa-1:NaN", "a:1;", "%zz:1"})
    void a_move_that_is_none_is_refused(String text) {
        assertThatThrownBy(() -> Moves.parse(text))
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("sefa-1:2.5");
    }

    @Test
    void units_are_set_everywhere_or_at_a_place() {
        UnitEdits edits = UnitEdits.parse("7.12:0;7.3:-1.5@0.25,0,1,0.5");
        assertThat(edits.layer()).isEqualTo(7);
        assertThat(edits.edits())
                .containsExactly(
                        new GeneratorUnits.Edit(12, 0, Region.WHOLE),
                        new GeneratorUnits.Edit(3, -1.5, new Region(0.25, 0, 1, 0.5)));
        assertThat(UnitEdits.parse("").isNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7.12",
                "7:0",
                "7.12:x",
                "7.1:0;8.1:0",
                "7.1:0@0,0,1",
                "7.1:0@0.5,0,0.5,1",
                "7.1:0@0,0,2,1",
                "7.1:0;"
            })
    void what_sets_no_unit_is_refused(String text) {
        assertThatThrownBy(() -> UnitEdits.parse(text)).isInstanceOf(HttpException.class);
    }

    @Test
    void a_search_is_as_long_as_somebody_waits() {
        // A sample takes 0.1 ms: all that the command would do.
        assertThat(SearchEffort.fitting(0.0001)).isEqualTo(Inversion.Effort.DEFAULT);
        // 3 ms: 10 s are 3,333 samples, of which 1,000 are made before and 2,333 are 666 steps of one start.
        assertThat(SearchEffort.fitting(0.003)).isEqualTo(new Inversion.Effort(2, 300));
        assertThat(SearchEffort.fitting(1)).isEqualTo(new Inversion.Effort(1, 100));
    }
}
