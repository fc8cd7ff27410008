package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
    @Test
    void tooMuchDiversityIsAsWrongAsTooLittle() {
        assertThat(Metric.DIVERSITY.isBetter(0.95, 1.2)).isTrue();
        assertThat(Metric.DIVERSITY.isBetter(1.05, 0.8)).isTrue();
        assertThat(Metric.DIVERSITY.isBetter(1.3, 1.2)).isFalse();
    }

    @Test
    void distancesAreBetterLowAndSharesHigh() {
        assertThat(Metric.FID.isBetter(1, 2)).isTrue();
        assertThat(Metric.RECALL.isBetter(1, 2)).isFalse();
        assertThat(Metric.RECALL.isBetter(0.5, 0.5)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsFoundByItsName(Metric metric) {
        assertThat(Metric.named(metric.toString())).isSameAs(metric);
    }
}
