package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MetricTest {
    @Test
    void tooMuchDiversityIsAsWrongAsTooLittle() {
        assertThat(Metrics.DIVERSITY.isBetter(0.95, 1.2)).isTrue();
        assertThat(Metrics.DIVERSITY.isBetter(1.05, 0.8)).isTrue();
        assertThat(Metrics.DIVERSITY.isBetter(1.3, 1.2)).isFalse();
    }

    @Test
    void distancesAreBetterLowAndSharesHigh() {
        assertThat(Metrics.FID.isBetter(1, 2)).isTrue();
        assertThat(Metrics.RECALL.isBetter(1, 2)).isFalse();
        assertThat(Metrics.RECALL.isBetter(0.5, 0.5)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("dev.duello.metric.Metrics#BUILT_IN")
    void everyMetricIsFoundByItsName(Metric metric) {
        assertThat(Metrics.named(metric.name())).isSameAs(metric);
    }
}
