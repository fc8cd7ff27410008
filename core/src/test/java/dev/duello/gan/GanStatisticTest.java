package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.Statistic;
import dev.duello.network.NetworkFamily;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.TensorScope;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GanStatisticTest {
    @Test
    void every_number_of_a_step_has_a_label_and_an_explanation() {
        try (var _ = TensorScope.open();
                var learner = new GanLearner(GanLearners.tiny(NetworkFamily.DCGAN), 1, Device.CPU, Precision.FP32)) {
            assertThat(GanLearners.step(learner, GanLearners.images(1, 8)).keySet())
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(LearnerKinds.statistic(key)).hasValueSatisfying(statistic -> {
                        assertThat(statistic.label()).isNotBlank();
                        assertThat(statistic.help()).endsWith(".");
                        assertThat(statistic.chart()).isNotBlank();
                    }));
        }
    }

    @Test
    void a_name_means_the_same_in_every_learner() {
        Map<String, Statistic> byKey = new HashMap<>();
        for (LearnerKind kind : LearnerKinds.all()) {
            assertThat(kind.statistics().stream().map(Statistic::key)).doesNotHaveDuplicates();
            assertThat(kind.statistics().stream().map(Statistic::label)).doesNotHaveDuplicates();
            for (Statistic statistic : kind.statistics()) {
                Statistic other = byKey.putIfAbsent(statistic.key(), statistic);
                if (other != null) {
                    assertThat(statistic.label()).as(statistic.key()).isEqualTo(other.label());
                    assertThat(statistic.chart()).as(statistic.key()).isEqualTo(other.chart());
                }
            }
        }
    }

    @Test
    void a_key_that_no_learner_has_is_read_in_words() {
        assertThat(LearnerKinds.label("d-fake")).isEqualTo("D(G(z))");
        assertThat(LearnerKinds.label("loss-of-another-version")).isEqualTo("loss of another version");
    }
}
