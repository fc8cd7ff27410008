package dev.duello.app;

import dev.duello.metric.MetricLabel;
import dev.duello.train.RunLog;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingEvent.Evaluated;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a training measured at last, and at its best.
 *
 * @param last null when nothing was measured
 * @param best null when nothing was measured
 */
record FinalMetrics(@Nullable Evaluated last, @Nullable Evaluated best) {

    static FinalMetrics of(Path run) {
        List<Evaluated> all = RunLog.read(run).evaluations();
        return new FinalMetrics(
                all.isEmpty() ? null : all.getLast(),
                all.stream().filter(Evaluated::best).reduce((_, later) -> later).orElse(null));
    }

    /** Such as {@code fid[classifier] 4.93  recall[classifier] 0.41}. */
    static String values(Evaluated evaluated) {
        return evaluated.values().entrySet().stream()
                .map(entry -> String.format(
                        "%s %.4g", MetricLabel.of(entry.getKey(), evaluated.protocol()), entry.getValue()))
                .collect(Collectors.joining("  "));
    }

    /** For people; empty when nothing was measured. */
    String sentence() {
        if (last == null) {
            return "";
        }
        String end = values(last) + " at " + kimg(last);
        if (best == null) {
            return end;
        }
        return best.images() == last.images()
                ? end + ", the best"
                : end + "; best: " + values(best) + " at " + kimg(best) + ", the checkpoint that sampling takes";
    }

    private static String kimg(TrainingEvent event) {
        return String.format("%.1f kimg", event.images() / 1000.0);
    }
}
