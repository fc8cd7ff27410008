package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {
    @Test
    void a_linear_layer_multiplies_every_input_with_every_output() {
        assertThat(new Linear(1000, true).multiplyAdds(Shape.of(512))).isEqualTo(512_000);
        assertThat(new Linear(10, false).multiplyAdds(Shape.of(3, 4, 5))).isEqualTo(600);
    }

    @Test
    void a_convolution_reads_its_window_for_every_output() {
        // AlexNet's first layer: 96 maps of 55×55, each number from 3·11·11 products.
        assertThat(new Conv(96, 11, 4, 2, true).multiplyAdds(Shape.of(3, 224, 224)))
                .isEqualTo(96L * 55 * 55 * 363)
                .isEqualTo(105_415_200);
        assertThat(new Conv(4, 3, 1, 1, true).multiplyAdds(Shape.of(2, 10))).isEqualTo(4 * 10 * 2 * 3);
        assertThat(new Conv(4, 3, 1, 1, true).multiplyAdds(Shape.of(2, 5, 5, 5)))
                .isEqualTo(4 * 125 * 2 * 27);
    }

    @Test
    void a_transposed_convolution_writes_its_window_for_every_input() {
        // DCGAN's second enlargement: 512 maps of 8×8 to 256 of 16×16.
        assertThat(new ConvTranspose(256, 4, 2, 1, 0, false).multiplyAdds(Shape.of(512, 8, 8)))
                .isEqualTo(512L * 64 * 256 * 16)
                .isEqualTo(134_217_728);
        assertThat(new ConvTranspose(2, 5, 3, 0, 0, false).multiplyAdds(Shape.of(3, 7)))
                .isEqualTo(3 * 7 * 2 * 5);
    }

    @Test
    void a_network_adds_up_its_layers() {
        var architecture = new Architecture(
                Shape.of(1, 8, 8),
                List.of(
                        new Conv(4, 4, 2, 1, true), // 4·4·4 outputs of 16 products: 1024
                        BatchNorm.DEFAULT,
                        Activation.RELU,
                        new MaxPool(2),
                        new Linear(3, true)), // 3 outputs of 16 products: 48
                Initializer.DCGAN);
        assertThat(architecture.multiplyAdds()).isEqualTo(1072);
        // 4·16 + 4, then 4 + 4, then 3·16 + 3; running statistics are not trained.
        assertThat(architecture.trainedNumbers()).isEqualTo(68 + 8 + 51);
    }

    @Test
    void large_numbers_do_not_overflow() {
        assertThat(new Linear(100_000, false).multiplyAdds(Shape.of(64, 40, 40)))
                .isEqualTo(10_240_000_000L);
        assertThat(new Conv(1024, 3, 1, 1, false).multiplyAdds(Shape.of(1024, 256, 256)))
                .isEqualTo(618_475_290_624L);
    }
}
