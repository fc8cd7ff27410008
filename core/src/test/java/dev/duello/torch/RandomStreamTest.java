package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void the_same_name_and_seed_give_the_same_bits() {
        var one = new RandomStream("latents", 42);
        var other = new RandomStream("latents", 42);
        for (int draw = 0; draw < 3; draw++) {
            assertThat(normals(one, 100)).containsExactly(normals(other, 100));
        }
        assertThat(uniforms(one)).containsExactly(uniforms(other));
    }

    @Test
    void names_seeds_and_draws_all_differ() {
        Set<Float> first = new HashSet<>();
        int count = 0;
        for (String name : List.of("latents", "samples", "data-order", "")) {
            for (long seed : new long[] {0, 1, 2, -1, 1L << 32, Long.MAX_VALUE}) {
                var stream = new RandomStream(name, seed);
                for (int draw = 0; draw < 4; draw++) {
                    first.add(normals(stream, 1)[0]);
                    count++;
                }
            }
        }
        assertThat(first).hasSize(count);
    }

    @Test
    void neighboring_draws_are_not_shifted_copies() {
        var stream = new RandomStream("latents", 1);
        Set<Float> seen = new HashSet<>();
        IntStream.range(0, 20).forEach(_ -> {
            for (float value : normals(stream, 50)) {
                seen.add(value);
            }
        });
        assertThat(seen).hasSizeGreaterThan(990);
    }

    @Test
    void a_stream_put_back_continues_to_the_bit() {
        var stream = new RandomStream("latents", 7);
        normals(stream, 10);
        stream.javaRandom().nextInt();
        long position = stream.position();
        float[] next = normals(stream, 33);
        long following = stream.javaRandom().nextLong();

        var resumed = new RandomStream("latents", 7);
        resumed.position(position);
        assertThat(normals(resumed, 33)).containsExactly(next);
        assertThat(resumed.javaRandom().nextLong()).isEqualTo(following);
        assertThat(position).isEqualTo(2);
        assertThat(resumed.position()).isEqualTo(4);
    }

    @Test
    void how_much_one_draw_takes_does_not_disturb_the_next() {
        var little = new RandomStream("latents", 3);
        var much = new RandomStream("latents", 3);
        normals(little, 1);
        normals(much, 1000);
        assertThat(normals(much, 20)).containsExactly(normals(little, 20));
    }

    @Test
    void normal_numbers_have_the_moments_of_a_normal_distribution() {
        int count = 400_000;
        float[] values = normals(new RandomStream("latents", 11), count);
        double[] moments = new double[5];
        for (float value : values) {
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(value, power) / count;
            }
        }
        // Five standard errors each: sqrt of 1, 2, 15 and 96 over the count.
        double error = 5 / Math.sqrt(count);
        assertThat(moments[1]).isCloseTo(0, within(error));
        assertThat(moments[2]).isCloseTo(1, within(error * Math.sqrt(2)));
        assertThat(moments[3]).isCloseTo(0, within(error * Math.sqrt(15)));
        assertThat(moments[4]).isCloseTo(3, within(error * Math.sqrt(96)));
    }

    @Test
    void first_numbers_of_many_streams_are_normal_too() {
        // Each step makes a fresh generator: seeds that resembled each other would show here.
        int count = 4000;
        double[] first = IntStream.range(0, count)
                .mapToDouble(seed -> normals(new RandomStream("latents", seed), 1)[0])
                .toArray();
        double mean = Arrays.stream(first).average().orElseThrow();
        double square = Arrays.stream(first).map(x -> x * x).average().orElseThrow();
        double lag = IntStream.range(1, count)
                .mapToDouble(i -> first[i] * first[i - 1])
                .average()
                .orElseThrow();
        double error = 5 / Math.sqrt(count);
        assertThat(mean).isCloseTo(0, within(error));
        assertThat(square).isCloseTo(1, within(error * Math.sqrt(2)));
        assertThat(lag).isCloseTo(0, within(error));
    }

    @Test
    void uniform_numbers_fill_their_interval() {
        float[] values =
                new RandomStream("x", 1).uniform(Device.CPU, -3, 5, 100_000).toFloats();
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(1, within(0.05));
        Arrays.sort(values);
        assertThat(values[0]).isBetween(-3f, -2.999f);
        assertThat(values[values.length - 1]).isBetween(4.999f, 5f);
    }

    @Test
    void the_number_of_threads_does_not_change_the_numbers() {
        int threads = Torch.threads();
        List<float[]> results = Stream.of(1, 2, 3)
                .map(count -> {
                    Torch.setThreads(count);
                    return normals(new RandomStream("latents", 5), 100_001);
                })
                .toList();
        Torch.setThreads(threads);
        assertThat(results.get(1)).containsExactly(results.get(0));
        assertThat(results.get(2)).containsExactly(results.get(0));
    }

    @Test
    void what_a_seed_means_never_changes() {
        // Pinned: a change would silently change every experiment that names its seed.
        assertThat(new RandomStream("latents", 42).javaRandom().nextLong()).isEqualTo(7022396052130056347L);
    }

    private static float[] normals(RandomStream stream, int count) {
        return stream.normal(Device.CPU, count).toFloats();
    }

    private static float[] uniforms(RandomStream stream) {
        return stream.uniform(Device.CPU, 0, 1, 100).toFloats();
    }
}
