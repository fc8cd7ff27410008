package dev.duello.app.studio.runs;

import java.util.List;
import java.util.Map;

/**
 * All of a run but its curves.
 *
 * @param experiment the resolved settings as YAML
 * @param latest statistics of the last step
 * @param samples grids whose files are there, by images seen
 * @param reals whether there is a grid of real images
 * @param networks layer by layer; empty when they cannot be told
 * @param pages of earlier evaluations and reports, file names
 * @param output the last lines that its process wrote, when the studio started it
 */
public record Details(
        Summary summary,
        String experiment,
        Map<String, Double> latest,
        List<History.Evaluation> evaluations,
        List<History.Sample> samples,
        boolean reals,
        List<History.Alert> alerts,
        List<Checkpoint> checkpoints,
        List<NetworkTable> networks,
        List<String> pages,
        String output) {

    /** @param name of its folder */
    public record Checkpoint(String name, long images, boolean best) {}
}
