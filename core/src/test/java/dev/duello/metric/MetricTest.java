package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MetricTest {
    @Test
    void too_much_diversity_is_as_wrong_as_too_little() {
        assertThat(Metrics.DIVERSITY.isBetter(0.95, 1.2)).isTrue();
        assertThat(Metrics.DIVERSITY.isBetter(1.05, 0.8)).isTrue();
        assertThat(Metrics.DIVERSITY.isBetter(1.3, 1.2)).isFalse();
    }

    @Test
    void distances_are_better_low_and_shares_high() {
        assertThat(Metrics.FID.isBetter(1, 2)).isTrue();
        assertThat(Metrics.RECALL.isBetter(1, 2)).isFalse();
        assertThat(Metrics.RECALL.isBetter(0.5, 0.5)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("dev.duello.metric.Metrics#BUILT_IN")
    void every_metric_is_found_by_its_name(Metric metric) {
        assertThat(Metrics.named(metric.name())).isSameAs(metric);
    }
}
