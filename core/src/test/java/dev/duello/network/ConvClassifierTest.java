package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.nn.Architecture;
import dev.duello.nn.Resample;
import dev.duello.nn.Shape;
import dev.duello.nn.Spectrogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvClassifierTest {
    @ParameterizedTest
    @CsvSource({
        "64, 64, 0",
        "28, 28, 0",
        "128, 128, 1",
        "256, 192, 2",
        "68, 40, 1",
        "100, 36, 1",
        "65, 80, 0",
        "16, 128, 0"
    })
    void large_images_are_halved_first(int height, int width, int halvings) {
        var layers =
                ConvClassifier.architecture(Shape.of(3, height, width), 32, 5).layers();
        assertThat(layers.stream().filter(Resample.class::isInstance)).hasSize(halvings);
        assertThat(layers.subList(0, halvings)).allMatch(Resample.class::isInstance);
    }

    @Test
    void its_last_layer_sees_128_features_and_gives_a_number_a_class() {
        Architecture network = ConvClassifier.architecture(Shape.of(1, 28, 28), 32, 10);
        assertThat(network.placed().getLast().input()).isEqualTo(Shape.of(128));
        assertThat(network.output()).isEqualTo(Shape.of(10));
    }

    @Test
    void sounds_are_seen_as_their_spectrograms() {
        Architecture network = ConvClassifier.architecture(Shape.of(1, 16384), 32, 3);
        assertThat(network.layers().getFirst()).isInstanceOf(Spectrogram.class);
        assertThat(network.output()).isEqualTo(Shape.of(3));
    }
}
