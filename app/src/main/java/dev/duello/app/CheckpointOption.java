package dev.duello.app;

import dev.duello.train.TrainedModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which checkpoint of a run a command uses. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "KIMG",
            description = "The checkpoint after N thousand images, or its name; by default the best, or the newest.")
    private @Nullable String checkpoint;

    boolean isGiven() {
        return checkpoint != null;
    }

    /** Opens it; the caller closes it. */
    TrainedModel open(Path run) {
        return checkpoint == null ? TrainedModel.open(run) : TrainedModel.open(run, checkpoint);
    }

    /** The same in float32 on the CPU, to be compared with other programs; the caller closes it. */
    TrainedModel openExact(Path run) {
        return TrainedModel.openExact(run, checkpoint);
    }
}
