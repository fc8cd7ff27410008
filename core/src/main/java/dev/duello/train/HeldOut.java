package dev.duello.train;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Datasets;
import dev.duello.data.Split;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images of the same kind that a training never sees: the test part of its data, where there is one. */
final class HeldOut {
    private static final Logger log = LoggerFactory.getLogger(HeldOut.class);

    private HeldOut() {}

    /** The caller closes it. Null for data without a test part, and for images that are not what the experiment names. */
    static @Nullable Dataset of(Experiment experiment, Dataset images) {
        String source = experiment.data().source();
        if (!images.name()
                .equals(String.valueOf(
                        Path.of(source).toAbsolutePath().normalize().getFileName()))) {
            return null;
        }
        Dataset test;
        try {
            test = Datasets.open(source, experiment.data().loadOptions(Split.TEST));
        } catch (DataException e) {
            log.debug("No held-out images: {}", e.getMessage());
            return null;
        }
        if (test.format().equals(images.format()) && !test.fingerprint().equals(images.fingerprint())) {
            return test;
        }
        test.close();
        return null;
    }
}
