package dev.duello.app.studio.runs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a run but its curves.
 *
 * @param notes what somebody wrote about it
 * @param experiment the resolved settings as YAML
 * @param settings the same by their keys; empty when they cannot be read
 * @param own those that a new run needs to be like this one: what its preset does not say
 * @param latest statistics of the last step
 * @param statistics what the statistics mean, by their names in the log
 * @param metrics what was measured, each with each protocol
 * @param measured what {@code duello evaluate} found last, or null
 * @param audit what {@code duello audit} found last, or null
 * @param medium what its samples are, {@code image} or {@code sound}
 * @param makes {@code samples} of latents, {@code translations} of images, or {@code nothing}, as a classifier
 * @param grid how the grids of samples are laid out, or null when it cannot be told
 * @param samples grids whose files are there, by images seen
 * @param reals whether there is a grid of real images
 * @param networks layer by layer; empty when they cannot be told
 * @param pages of earlier evaluations and reports, file names
 * @param output the last lines that its process wrote, when the studio started it
 */
public record RunDetails(
        RunSummary summary,
        String notes,
        String experiment,
        Map<String, String> settings,
        Map<String, String> own,
        Map<String, Double> latest,
        Map<String, Meaning> statistics,
        List<Measure> metrics,
        @Nullable StoredMetrics measured,
        @Nullable StoredAudit audit,
        String medium,
        String makes,
        @Nullable Grid grid,
        List<RunHistory.Evaluation> evaluations,
        List<RunHistory.Sample> samples,
        boolean reals,
        List<RunHistory.Alert> alerts,
        List<RunHistory.Rank> ranks,
        List<Checkpoint> checkpoints,
        List<NetworkTable> networks,
        List<String> pages,
        String output) {

    /** Of a statistic, for people. @param help empty when nothing is known of it */
    public record Meaning(String label, String help, String chart) {}

    /**
     * A metric with what it was measured with.
     *
     * @param help what it measures and what is a good value; empty when nothing is known of it
     * @param better which of two values is, such as {@code lower}
     * @param floor what real images reach by the same features and data, or null when nobody measured that
     */
    public record Measure(
            String name,
            String protocol,
            String label,
            String help,
            String better,
            StoredMetrics.@Nullable Floor floor) {}

    /** Images in a grid of samples, each with a margin around it. All but the first two in pixels of one size. */
    public record Grid(int columns, int count, int width, int height, int margin) {}

    /** @param name of its folder */
    public record Checkpoint(String name, long images, boolean best) {}
}
