package dev.duello.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import org.junit.jupiter.api.Test;

class LatentMixtureTest {
    private static double[][] rows(JsonNode tensor) {
        float[] values = Golden.values(tensor);
        int length = (int) Golden.shape(tensor)[1];
        double[][] rows = new double[values.length / length][length];
        for (int i = 0; i < values.length; i++) {
            rows[i / length][i % length] = values[i];
        }
        return rows;
    }

    /** Of {@code bench/reference/mixture.py}. */
    @Test
    void expectation_maximization_equals_scikit_learn() {
        JsonNode golden = Golden.read("autoencoder/mixture");
        double[][] rows = rows(golden.get("rows"));
        MixtureFit fit = MixtureFit.of(rows, rows(golden.get("first")), 50, 1e-3);
        for (int k = 0; k < 3; k++) {
            assertThat(fit.weights()[k]).isCloseTo(golden.get("weights").get(k).asDouble(), within(1e-5));
            for (int i = 0; i < 3; i++) {
                assertThat(fit.means()[k][i])
                        .isCloseTo(golden.get("means").get(k).get(i).asDouble(), within(1e-5));
                for (int j = 0; j < 3; j++) {
                    double covariance = 0;
                    for (int m = 0; m < 3; m++) {
                        covariance += fit.factors()[k][3 * i + m] * fit.factors()[k][3 * j + m];
                    }
                    assertThat(covariance)
                            .isCloseTo(
                                    golden.get("covariances")
                                            .get(k)
                                            .get(3 * i + j)
                                            .asDouble(),
                                    within(1e-5));
                }
            }
        }
        assertThat(fit.expect(rows, new double[rows.length][3]))
                .isCloseTo(golden.get("log-likelihood").asDouble(), within(1e-5));
        assertThat(fit.criterion(rows)).isCloseTo(golden.get("criterion").asDouble(), within(1e-2));
    }

    /** Two clusters at -3 and 3, and one of twice the weight at the latter. */
    private static Tensor codes(int count) {
        Tensor codes = new RandomStream("codes", 1).normal(Device.CPU, count, 2).multiply(0.3);
        codes.narrow(0, 0, count / 3).narrow(1, 0, 1).add_(-3);
        codes.narrow(0, count / 3, count - count / 3).narrow(1, 0, 1).add_(3);
        return codes;
    }

    @Test
    void standard_normal_latents_give_codes_of_all_clusters_as_often_as_they_are_and_codes_are_given_back() {
        try (var _ = TensorScope.open();
                LatentMixture mixture = new LatentMixture(2, Device.CPU)) {
            Tensor codes = codes(900);
            mixture.fit(codes);
            Tensor drawn = mixture.codes(new RandomStream("latents", 2).normal(Device.CPU, 3000, 3));
            float[] values = drawn.toFloats();
            int left = 0;
            for (int i = 0; i < values.length; i += 2) {
                assertThat(Math.abs(values[i])).as("near a cluster").isBetween(1.5f, 4.5f);
                left += values[i] < 0 ? 1 : 0;
            }
            assertThat(left / 3000.0).isCloseTo(1 / 3.0, within(0.03));
            assertThat(mixture.codes(mixture.latents(codes)).toFloats())
                    .containsExactly(codes.toFloats(), within(1e-4f));
        }
    }

    @Test
    void before_a_fit_and_of_codes_that_are_all_the_same_it_is_finite() {
        try (var _ = TensorScope.open();
                LatentMixture mixture = new LatentMixture(2, Device.CPU)) {
            Tensor latents = Tensors.of(new float[] {1, 2, 0}, 1, 3);
            assertThat(mixture.codes(latents).toFloats()).containsExactly(1, 2);
            mixture.fit(Tensors.zeros(Device.CPU, 2, 2));
            assertThat(mixture.codes(latents).isFinite()).isTrue();
        }
    }

    @Test
    void quantiles_are_those_of_the_normal_distribution() {
        assertThat(NormalQuantile.cumulative(1.959963984540054)).isCloseTo(0.975, within(1e-12));
        assertThat(NormalQuantile.cumulative(-6)).isCloseTo(9.865876450377018e-10, within(1e-20));
        assertThat(NormalQuantile.of(0.3)).isCloseTo(-0.5244005127080407, within(1e-9));
    }
}
