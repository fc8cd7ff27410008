package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.TensorScope;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GanStatisticTest {
    @Test
    void whatAStepTellsHasALabelAndAnExplanation() {
        try (var _ = TensorScope.open();
                var duel = new Duel(Duels.tiny(NetworkFamily.DCGAN), 1, Device.CPU, Precision.FP32)) {
            assertThat(Duels.step(duel, Duels.images(1, 8)).keySet())
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(GanStatistic.of(key)).hasValueSatisfying(statistic -> {
                        assertThat(statistic.label()).isNotBlank();
                        assertThat(statistic.help()).endsWith(".");
                    }));
        }
    }

    @Test
    void noTwoHaveTheSameName() {
        assertThat(Arrays.stream(GanStatistic.values()).map(GanStatistic::key)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(GanStatistic.values()).map(GanStatistic::label))
                .doesNotHaveDuplicates();
    }

    @Test
    void theKeyOfAnotherLearnerIsReadInWords() {
        assertThat(GanStatistic.label("d-fake")).isEqualTo("D(G(z))");
        assertThat(GanStatistic.label("reconstruction-loss")).isEqualTo("reconstruction loss");
    }
}
