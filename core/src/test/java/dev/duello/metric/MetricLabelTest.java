package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricLabelTest {
    @Test
    void the_features_stand_beside_the_name_without_their_hash() {
        assertThat(MetricLabel.of("fid", "classifier-1a2b3c4d, 5000 fakes against 10000 of fashion-mnist train"))
                .isEqualTo("fid[classifier]");
        assertThat(MetricLabel.of("kid", "inception-1a2b3c4d-legacy")).isEqualTo("kid[inception-legacy]");
        assertThat(MetricLabel.of("fid", "inception-6726825d0af5-legacy, 50000 fakes against 50000 of cifar10 train"))
                .isEqualTo("fid[inception-legacy]");
        assertThat(MetricLabel.of("fid", "inception-6726825d0af5-clean")).isEqualTo("fid[inception-clean]");
        assertThat(MetricLabel.of("fid", "random")).isEqualTo("fid[random]");
    }

    @Test
    void a_distance_of_pixels_has_no_features() {
        assertThat(MetricLabel.of("swd", "classifier-1a2b3c4d, 10 fakes")).isEqualTo("swd[pixels]");
    }

    @Test
    void a_log_without_protocol_says_so() {
        assertThat(MetricLabel.of("fid", "")).isEqualTo("fid[unknown features]");
    }

    @Test
    void the_protocol_of_an_evaluation_is_understood() {
        Evaluation evaluation =
                new Evaluation(Map.of(Metrics.FID, 1.0), "classifier-1a2b3c4d", 20, 10, "some, with a comma", "train");

        assertThat(MetricLabel.of("fid", evaluation.protocol())).isEqualTo("fid[classifier]");
    }
}
