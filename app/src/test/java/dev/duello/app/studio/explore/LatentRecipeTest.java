package dev.duello.app.studio.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.app.studio.http.HttpException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatentRecipeTest {
    private static float[] random(LatentRecipe.Part part) {
        Random random = new Random(part.seed() * 1000 + part.index());
        float[] latent = new float[100];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) random.nextGaussian();
        }
        return latent;
    }

    private static float[] latent(String recipe) {
        return LatentRecipe.parse(recipe).getFirst().latent(LatentRecipeTest::random);
    }

    private static double length(float[] latent) {
        double sum = 0;
        for (float value : latent) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static double angle(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return Math.acos(product / length(a) / length(b));
    }

    @Test
    void one_latent_is_itself() {
        assertThat(latent("7.3")).isEqualTo(random(new LatentRecipe.Part(7, 3, 1)));
        assertThat(latent("7.3*1,8.0*0")).isEqualTo(random(new LatentRecipe.Part(7, 3, 1)));
    }

    @Test
    void a_walk_between_two_follows_the_great_circle() {
        float[] from = latent("1.0");
        float[] to = latent("1.1");
        for (double t = 0.1; t < 1; t += 0.1) {
            float[] between = latent(
                    String.format("1.0*%.6f,1.1*%.6f", Math.sin((1 - t) * Math.PI / 2), Math.sin(t * Math.PI / 2)));

            assertThat(length(between))
                    .isBetween(Math.min(length(from), length(to)) - 1e-3, Math.max(length(from), length(to)) + 1e-3);
            // In one plane with both ends: the angles add up.
            assertThat(angle(from, between) + angle(between, to)).isCloseTo(angle(from, to), within(1e-4));
            // At an even pace, as far as the ends are at right angles.
            assertThat(angle(from, between) / angle(from, to)).isCloseTo(t, within(0.06));
        }
    }

    @Test
    void arithmetic_stays_near_the_sphere() {
        float[] sum = latent("1.0,1.1*-1,1.2");

        assertThat(length(sum))
                .isCloseTo((length(latent("1.0")) + length(latent("1.1")) + length(latent("1.2"))) / 3, within(1e-3));
        assertThat(angle(sum, latent("1.0"))).isLessThan(Math.PI / 2);
        assertThat(angle(sum, latent("1.1"))).isGreaterThan(Math.PI / 2);
    }

    @Test
    void a_latent_less_itself_is_nothing() {
        assertThat(latent("1.0,1.0*-1")).containsOnly(0f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1",
                "1.",
                ".1",
                "1.0*",
                "1.0**2",
                "-1.0",
                "1.256",
                "1.0,,1.1",
                "1.0;",
                "1.0*1e9",
                "1.0*NaN",
                "9999999999999999999.0",
                "1.0 ",
                "1.0*0.1234567890"
            })
    void anything_else_is_refused(String recipe) {
        assertThatThrownBy(() -> LatentRecipe.parse(recipe)).isInstanceOf(HttpException.class);
    }

    @Test
    void the_number_of_latents_is_bounded() {
        assertThatThrownBy(() -> LatentRecipe.parse("1.0;".repeat(256) + "1.0")).isInstanceOf(HttpException.class);
        assertThatThrownBy(() -> LatentRecipe.parse("1.0,".repeat(16) + "1.0")).isInstanceOf(HttpException.class);
    }
}
