package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.learn.Critic;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a discriminator thinks of every image of a set. */
final class DiscriminatorScores {
    private static final int BATCH = 250;

    private DiscriminatorScores() {}

    /** Logits in the order of the set, each as an image of its own class where the model knows classes. */
    static double[] of(Critic critic, TrainedModel model, Dataset images) {
        double[] scores = new double[images.size()];
        if (model.classes().isEmpty()) {
            score(critic, model, images, IntStream.range(0, scores.length).toArray(), null, scores);
        } else {
            for (int label = 0; label < model.classes().size(); label++) {
                int wanted = label;
                int[] ofClass = IntStream.range(0, scores.length)
                        .filter(i -> images.label(i) == wanted)
                        .toArray();
                score(critic, model, images, ofClass, label, scores);
            }
        }
        return scores;
    }

    private static void score(
            Critic critic, TrainedModel model, Dataset images, int[] which, @Nullable Integer label, double[] scores) {
        SampleFormat format = model.format();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) BATCH * format.bytes());
            for (int start = 0; start < which.length; start += BATCH) {
                int[] some = Arrays.copyOfRange(which, start, Math.min(start + BATCH, which.length));
                images.gather(some, stored);
                try (var _ = TensorScope.open()) {
                    var samples =
                            format.toTensor(stored, some.length, model.model().device());
                    double[] logits =
                            (label == null ? critic.logits(samples) : critic.logits(samples, label)).toDoubles();
                    for (int i = 0; i < some.length; i++) {
                        scores[some[i]] = logits[i];
                    }
                }
            }
        }
    }
}
