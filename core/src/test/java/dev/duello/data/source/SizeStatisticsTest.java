package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.image.ImageFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeStatisticsTest {

    @ParameterizedTest
    @CsvSource({
        "28, 28, 28, 28",
        "48, 64, 48, 64",
        "256, 256, 256, 256",
        "16, 20, 16, 20",
        // Not halved twice, too small, too large: rounded to steps of 16 at about 64x64, never enlarged to that.
        "30, 30, 32, 32",
        "8, 8, 16, 16",
        "1080, 1920, 48, 80",
        "512, 512, 64, 64",
        "1, 4000, 16, 4000"
    })
    void takes_a_handy_size_or_rounds(int height, int width, int expectedHeight, int expectedWidth) {
        SizeStatistics census = new SizeStatistics();
        census.count(height, width);
        assertThat(census.choose(LoadOptions.DEFAULT, 3)).isEqualTo(new ImageFormat(3, expectedHeight, expectedWidth));
    }

    @Test
    void takes_the_commonest_size_only_when_half_of_the_images_have_it() {
        SizeStatistics census = new SizeStatistics();
        census.count(32, 48);
        census.count(32, 48);
        census.count(100, 100);
        census.count(90, 90);
        assertThat(census.choose(LoadOptions.DEFAULT, 1)).isEqualTo(new ImageFormat(1, 32, 48));
        census.count(80, 80);
        // The area of 32x48 is kept, as it is below 64x64.
        assertThat(census.choose(LoadOptions.DEFAULT, 1)).isEqualTo(new ImageFormat(1, 32, 48));
        census.count(88, 88);
        census.count(88, 88);
        census.count(88, 88);
        assertThat(census.choose(LoadOptions.DEFAULT, 1)).isEqualTo(new ImageFormat(1, 64, 64));
    }

    @Test
    void derives_one_side_from_the_other() {
        SizeStatistics census = new SizeStatistics();
        census.count(300, 400);
        assertThat(census.choose(LoadOptions.DEFAULT.withSize(48, null), 3)).isEqualTo(new ImageFormat(3, 48, 64));
        assertThat(census.choose(LoadOptions.DEFAULT.withSize(null, 100), 3)).isEqualTo(new ImageFormat(3, 76, 100));
        assertThat(census.choose(LoadOptions.DEFAULT.withSize(7, 9), 3)).isEqualTo(new ImageFormat(3, 7, 9));
    }

    @Test
    void does_not_depend_on_the_order() {
        SizeStatistics one = new SizeStatistics();
        one.count(64, 32);
        one.count(32, 64);
        SizeStatistics other = new SizeStatistics();
        other.count(32, 64);
        other.count(64, 32);
        assertThat(one.choose(LoadOptions.DEFAULT, 3)).isEqualTo(other.choose(LoadOptions.DEFAULT, 3));
    }
}
