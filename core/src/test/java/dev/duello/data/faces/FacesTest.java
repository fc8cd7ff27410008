package dev.duello.data.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FacesTest {
    private static final int SIDE = 64;

    private static final Faces FACES = new Faces();
    private static final FaceFactors PLAIN = new FaceFactors(
            "undercut", FaceFactors.NONE, FaceFactors.NONE, "smile", "bow", "neutral", "tShirt", 0, 120, 240);

    private static int[] color(byte[] pixels, int row, int column) {
        int at = (row * SIDE + column) * 3;
        return new int[] {pixels[at] & 0xff, pixels[at + 1] & 0xff, pixels[at + 2] & 0xff};
    }

    /** Rows, from the first to the last, in which two images differ. */
    private static int[] rows(byte[] a, byte[] b) {
        int first = SIDE;
        int last = -1;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                first = Math.min(first, i / (3 * SIDE));
                last = Math.max(last, i / (3 * SIDE));
            }
        }
        return new int[] {first, last};
    }

    private static FaceFactors with(
            String hair, String rear, String beard, String mouth, String eyes, String brows, String clothes) {
        return new FaceFactors(hair, rear, beard, mouth, eyes, brows, clothes, 0, 120, 240);
    }

    @Test
    void colors_are_those_of_the_factors() {
        byte[] light = FACES.draw(PLAIN);
        assertThat(color(light, 0, 0)).containsExactly(255, 255, 255);
        // A cheek.
        assertThat(color(light, 31, 27)).containsExactly(0xf1, 0xc3, 0xa5);
        // A shirt of hue 240, at saturation 0.7 and brightness 0.9.
        assertThat(color(light, 61, 32)).containsExactly(69, 69, 230);
        byte[] dark = FACES.draw(new FaceFactors(
                "undercut", FaceFactors.NONE, FaceFactors.NONE, "smile", "bow", "neutral", "tShirt", 1, 120, 0));
        assertThat(color(dark, 31, 27)).containsExactly(0x5c, 0x38, 0x29);
        assertThat(color(dark, 61, 32)).containsExactly(230, 69, 69);
        // Hair of hue 120, at saturation and brightness 0.6.
        assertThat(color(light, 12, 32)).containsExactly(61, 153, 61);
    }

    @Test
    void a_mouth_changes_the_lower_face_only_and_eyes_the_middle() {
        byte[] smile = FACES.draw(PLAIN);
        int[] mouth = rows(smile, FACES.draw(with("undercut", "none", "none", "laugh", "bow", "neutral", "tShirt")));
        assertThat(mouth[0]).isBetween(38, 44);
        assertThat(mouth[1]).isBetween(mouth[0], 46);
        int[] eyes = rows(smile, FACES.draw(with("undercut", "none", "none", "smile", "wide", "neutral", "tShirt")));
        assertThat(eyes[0]).isBetween(28, 33);
        assertThat(eyes[1]).isBetween(eyes[0], 38);
    }

    @Test
    void every_alternative_of_every_part_looks_different() {
        List<List<String>> parts = List.of(
                FaceFactors.HAIR,
                FaceFactors.REAR_HAIR,
                FaceFactors.BEARD,
                FaceFactors.MOUTH,
                FaceFactors.EYES,
                FaceFactors.EYEBROWS,
                FaceFactors.CLOTHES);
        for (int part = 0; part < parts.size(); part++) {
            Set<String> seen = new HashSet<>();
            for (String alternative : parts.get(part)) {
                String[] all = {"undercut", "none", "none", "smile", "wide", "neutral", "tShirt"};
                all[part] = alternative;
                seen.add(Arrays.toString(FACES.draw(with(all[0], all[1], all[2], all[3], all[4], all[5], all[6]))));
            }
            assertThat(seen).hasSameSizeAs(parts.get(part));
        }
    }

    @Test
    void factors_are_independent_and_fill_their_ranges() {
        int n = FaceFactors.TRAINING;
        List<Function<FaceFactors, Double>> numbers = List.of(
                f -> (double) FaceFactors.HAIR.indexOf(f.hair()),
                f -> (double) FaceFactors.REAR_HAIR.indexOf(f.rearHair()),
                f -> (double) FaceFactors.BEARD.indexOf(f.beard()),
                f -> (double) FaceFactors.MOUTH.indexOf(f.mouth()),
                f -> (double) FaceFactors.EYES.indexOf(f.eyes()),
                f -> (double) FaceFactors.EYEBROWS.indexOf(f.eyebrows()),
                f -> (double) FaceFactors.CLOTHES.indexOf(f.clothes()),
                FaceFactors::skin,
                FaceFactors::hairHue,
                FaceFactors::clothesHue);
        double[] middles = {1.5, 2, 2.5, 2, 2, 2, 2, 0.5, 150, 150};
        double[] deviations = {1.118, 1.414, 1.708, 1.414, 1.414, 1.414, 1.414, 0.2887, 86.6, 86.6};
        List<double[]> columns = new ArrayList<>();
        for (int k = 0; k < middles.length; k++) {
            double[] column = new double[n];
            double mean = 0;
            double square = 0;
            for (int i = 0; i < n; i++) {
                column[i] = (numbers.get(k).apply(FaceFactors.of(Split.TRAIN, i)) - middles[k]) / deviations[k];
                mean += column[i] / n;
                square += column[i] * column[i] / n;
            }
            assertThat(mean).isCloseTo(0, within(0.04));
            assertThat(square).isCloseTo(1, within(0.04));
            for (double[] other : columns) {
                double product = 0;
                for (int i = 0; i < n; i++) {
                    product += column[i] * other[i] / n;
                }
                assertThat(product).isCloseTo(0, within(0.04));
            }
            columns.add(column);
        }
    }

    @Test
    void the_factors_of_an_image_never_change() {
        assertThat(FaceFactors.of(Split.TRAIN, 3)).isEqualTo(FaceFactors.of(Split.TRAIN, 3));
        assertThat(FaceFactors.of(Split.TRAIN, 3)).isNotEqualTo(FaceFactors.of(Split.TEST, 3));
        assertThat(FACES.draw(Split.TRAIN, 3)).isEqualTo(new Faces().draw(Split.TRAIN, 3));
        assertThat(FACES.classes().get(FACES.label(Split.TRAIN, 3)))
                .isEqualTo(FaceFactors.of(Split.TRAIN, 3).hair());
        assertThat(FACES.csv(Split.TEST).lines()).hasSize(1 + FaceFactors.TEST);
        assertThat(FACES.csv(Split.TEST).lines().skip(1).findFirst().orElseThrow())
                .matches("0(,[a-zA-Z]+){7}(,\\d+\\.\\d+){3}");
    }
}
