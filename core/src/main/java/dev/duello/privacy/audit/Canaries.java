package dev.duello.privacy.audit;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.text.TextFormat;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Samples that are put into a training to see whether it gives them away (Steinke, Nasr and Jagielski, 2023): a fair coin
 * decides for each whether it is trained on. Each number of a canary is the least or the largest by a coin of its own, and each place of a text has any character, so that no
 * two are alike and no real sample is like one: what a network learns of one it learned by heart. Whoever makes them closes them.
 */
public final class Canaries implements AutoCloseable {
    /** Of all canaries, how many are guessed: the surest ones. Each number has its own share of the significance. */
    private static final double[] GUESSED = {0.05, 0.2, 1};

    private final Dataset images;
    private final boolean[] included;

    private Canaries(Dataset images, boolean[] included) {
        this.images = images;
        this.included = included;
    }

    /**
     * @param data which the canaries are to be added to
     * @param count at least 1
     * @param seed of the coins, which the training must not know
     */
    public static Canaries of(Dataset data, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5ca1ab1e0ddba11L);
        SampleFormat format = data.format();
        byte[] samples = new byte[Math.multiplyExact(count, format.bytes())];
        for (int i = 0; i < count; i++) {
            byte[] canary = canary(format, random);
            System.arraycopy(canary, 0, samples, i * canary.length, canary.length);
        }
        boolean[] included = new boolean[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            included[i] = random.nextBoolean();
            labels[i] =
                    data.classes().isEmpty() ? 0 : random.nextInt(data.classes().size());
        }
        return new Canaries(
                Datasets.of("canaries", format, samples, data.classes().isEmpty() ? null : labels, data.classes()),
                included);
    }

    private static byte[] canary(SampleFormat format, SplittableRandom random) {
        long[] shape = LongStream.concat(
                        LongStream.of(1), format.shape().stream().mapToLong(Integer::longValue))
                .toArray();
        float[] numbers = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextBoolean() ? 1 : -1;
        }
        if (format instanceof TextFormat texts) {
            oneCharacterEach(texts, numbers, random);
        }
        byte[] stored = new byte[format.bytes()];
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(stored.length);
            format.toStored(Tensors.of(numbers, shape)).copyTo(memory);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, stored, 0, stored.length);
        }
        return stored;
    }

    /** Characters of any kind in all places: one that ends early would be like others. */
    private static void oneCharacterEach(TextFormat format, float[] numbers, SplittableRandom random) {
        Arrays.fill(numbers, -1);
        for (int place = 0; place < format.length(); place++) {
            int character = random.nextInt(1, format.alphabet().size());
            numbers[character * format.length() + place] = 1;
        }
    }

    /** All canaries, those that are trained on and those that are not. */
    public Dataset images() {
        return images;
    }

    /** How many are trained on. */
    public int includedCount() {
        return (int)
                IntStream.range(0, included.length).filter(i -> included[i]).count();
    }

    /** The data with the canaries that are trained on. Keep both open as long. */
    public Dataset addedTo(Dataset data) {
        int[] chosen =
                IntStream.range(0, included.length).filter(i -> included[i]).toArray();
        return chosen.length == 0 ? data : new WithCanaries(data, images.subset(chosen));
    }

    /**
     * What guesses about the coins prove.
     *
     * @param audit the guesses that refute most
     * @param epsilon the largest that they refute; 0 when none
     */
    public record Result(OneRunAudit audit, double epsilon) {}

    /**
     * Guesses that the canaries with the highest scores were trained on and those with the lowest were not.
     *
     * @param scores one of each canary, higher for those that are known better
     * @param significance how often a private training is accused wrongly, at most, such as 0.05
     */
    public Result guess(double[] scores, double delta, double significance) {
        if (scores.length != included.length) {
            throw new IllegalArgumentException(
                    "There are " + included.length + " canaries and " + scores.length + " scores.");
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(i -> i)
                .toArray();
        Result best = null;
        for (double share : GUESSED) {
            OneRunAudit audit = audit(order, (int) Math.round(share * order.length / 2));
            double epsilon = audit.epsilonLowerBound(delta, significance / GUESSED.length);
            if (best == null || epsilon >= best.epsilon) {
                best = new Result(audit, epsilon);
            }
        }
        return best;
    }

    /** So many guesses from either end. */
    private OneRunAudit audit(int[] order, int each) {
        int correct = 0;
        for (int i = 0; i < each; i++) {
            correct += included[order[i]] ? 1 : 0;
            correct += included[order[order.length - 1 - i]] ? 0 : 1;
        }
        return new OneRunAudit(order.length, 2 * each, correct);
    }

    @Override
    public void close() {
        images.close();
    }
}
