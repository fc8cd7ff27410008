package dev.duello.privacy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the right answer is known. */
class AttacksTest {
    private final Random random = new Random(0);

    private Tensor cloud(int count, int width, double mean) {
        double[] values = random.doubles((long) count * width)
                .map(_ -> random.nextGaussian(mean, 1))
                .toArray();
        return Tensors.of(values, count, width);
    }

    private Tensor near(Tensor points, double noise) {
        double[] values = points.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] += random.nextGaussian(0, noise);
        }
        return Tensors.of(values, points.shape());
    }

    @Test
    void the_density_ratio_finds_members_of_a_copying_model_and_none_of_an_independent_one() {
        try (var _ = TensorScope.open()) {
            Tensor members = cloud(300, 4, 0);
            Tensor nonMembers = cloud(300, 4, 0);
            Tensor reference = cloud(300, 4, 0);

            List<double[]> copied = Domias.scores(near(members, 0.05), reference, List.of(members, nonMembers));
            List<double[]> independent = Domias.scores(cloud(300, 4, 0), reference, List.of(members, nonMembers));

            assertThat(RocCurve.of(copied.get(0), copied.get(1)).auc()).isGreaterThan(0.7);
            RocCurve none = RocCurve.of(independent.get(0), independent.get(1));
            assertThat(none.aucInterval(0.999).contains(0.5)).isTrue();
        }
    }

    @Test
    void a_generator_that_makes_one_sample_only_does_not_break_the_density_ratio() {
        try (var _ = TensorScope.open()) {
            Tensor one = Tensors.of(new double[50 * 4], 50, 4);

            assertThat(Domias.scores(one, cloud(50, 4, 0), List.of(cloud(20, 4, 0)))
                            .getFirst())
                    .doesNotContain(Double.NaN);
        }
    }

    @Test
    void without_a_model_only_sets_of_different_distributions_can_be_told_apart() {
        try (var _ = TensorScope.open()) {
            RocCurve same = BlindBaseline.of(cloud(400, 30, 0), cloud(300, 30, 0));
            RocCurve different = BlindBaseline.of(cloud(400, 30, 0), cloud(300, 30, 0.3));

            assertThat(same.aucInterval(0.999).contains(0.5)).isTrue();
            assertThat(different.auc()).isGreaterThan(0.7);
            assertThatThrownBy(() -> BlindBaseline.of(cloud(3, 2, 0), cloud(9, 2, 0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void principal_components_are_the_directions_of_most_variance() {
        try (var _ = TensorScope.open()) {
            double[] values =
                    random.doubles(3_000).map(_ -> random.nextGaussian()).toArray();
            for (int row = 0; row < 1_000; row++) {
                values[3 * row + 1] = values[3 * row + 1] * 5 + 100;
                values[3 * row + 2] *= 0.1;
            }
            try (PrincipalComponents components = PrincipalComponents.of(Tensors.of(values, 1_000, 3), 2)) {
                double[][] rows = components.project(Tensors.of(new double[] {0, 105, 0, 1, 100, 0}, 2, 3));

                assertThat(rows[0]).hasSize(2);
                assertThat(Math.abs(rows[0][0])).isBetween(4.0, 6.0);
                assertThat(Math.abs(rows[1][1])).isBetween(0.8, 1.2);
            }
        }
    }

    @Test
    void cells_are_the_clusters_of_the_training_data() {
        try (var _ = TensorScope.open()) {
            Tensor three = Tensors.concatenate(List.of(cloud(50, 3, -20), cloud(50, 3, 0), cloud(50, 3, 20)), 0);
            try (Cells cells = Cells.of(three)) {
                int[] found = cells.find(three);

                for (int cloud = 0; cloud < 3; cloud++) {
                    int first = found[50 * cloud];
                    assertThat(Arrays.copyOfRange(found, 50 * cloud, 50 * cloud + 50))
                            .containsOnly(first);
                }
                assertThat(List.of(found[0], found[50], found[100])).doesNotHaveDuplicates();
            }
        }
    }
}
