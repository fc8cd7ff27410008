package dev.duello.data.turntable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TurntablesTest {
    private static final int FRAME = 32 * 32 * 3;
    private static final Turntables TURNTABLES = new Turntables();
    private static final Models MODELS = Models.load();

    private static byte[] frame(byte[] clip, int frame) {
        return Arrays.copyOfRange(clip, frame * FRAME, (frame + 1) * FRAME);
    }

    @Test
    void every_shape_makes_three_clips_and_belongs_to_one_part_alone() {
        assertThat(TURNTABLES.count(Split.TRAIN)).isEqualTo(3 * 635);
        assertThat(TURNTABLES.count(Split.TEST)).isEqualTo(3 * 158);
        assertThat(TURNTABLES.classes())
                .hasSize(17)
                .startsWith("animal", "appliance")
                .endsWith("vehicle");
        Set<String> train =
                MODELS.of(Split.TRAIN).stream().map(Models.Model::name).collect(Collectors.toSet());
        assertThat(MODELS.of(Split.TEST)).noneMatch(model -> train.contains(model.name()));
        assertThat(MODELS.of(Split.TEST).stream().map(Models.Model::label).distinct())
                .hasSize(17);
        for (Split split : Split.values()) {
            assertThat(TURNTABLES.label(split, 0)).isEqualTo(TURNTABLES.label(split, 2));
            assertThat(TURNTABLES.csv(split).lines()).hasSize(TURNTABLES.count(split) + 1);
        }
    }

    @Test
    void a_frame_is_a_sixteenth_of_a_turn_and_the_clip_ends_one_before_its_beginning() {
        Models.Model model = MODELS.of(Split.TRAIN).get(100);
        byte[] clip = Turntables.draw(model, new Turntables.Look(40, 120));
        byte[] later = Turntables.draw(model, new Turntables.Look(40 + 22.5 * 3, 120));
        // The sines of an angle and of the same with a whole turn added differ in their last digits.
        assertThat(differing(frame(clip, 3), frame(later, 0))).isLessThan(0.01);
        assertThat(differing(frame(clip, 1), frame(later, 14))).isLessThan(0.01);
        assertThat(differing(frame(clip, 0), frame(clip, 1))).isGreaterThan(0.02);
    }

    private static double differing(byte[] a, byte[] b) {
        int count = 0;
        for (int i = 0; i < a.length; i++) {
            count += a[i] == b[i] ? 0 : 1;
        }
        return (double) count / a.length;
    }

    @Test
    void the_ground_is_white_and_the_shape_has_the_hue_that_the_factors_tell() {
        Models.Model model = MODELS.of(Split.TRAIN).get(0);
        byte[] clip = Turntables.draw(model, new Turntables.Look(0, 120));
        assertThat(new int[] {clip[0] & 0xff, clip[1] & 0xff, clip[2] & 0xff}).containsExactly(255, 255, 255);
        int green = 0;
        int colored = 0;
        for (int i = 0; i < clip.length; i += 3) {
            int red = clip[i] & 0xff;
            int blue = clip[i + 2] & 0xff;
            if (red < 250 || blue < 250) {
                colored++;
                green += (clip[i + 1] & 0xff) > Math.max(red, blue) && Math.abs(red - blue) < 3 ? 1 : 0;
            }
        }
        assertThat(colored).isGreaterThan(16 * 20);
        assertThat((double) green / colored).isCloseTo(1, within(0.02));
    }

    @Test
    void clips_of_one_shape_differ() {
        Set<String> looks = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            looks.add(Arrays.toString(frame(TURNTABLES.draw(Split.TEST, i), 0)));
            assertThat(TURNTABLES.draw(Split.TEST, i)).isEqualTo(TURNTABLES.draw(Split.TEST, i));
        }
        assertThat(looks).hasSize(3);
    }
}
