package dev.duello.app.studio.explore;

import dev.duello.explain.SavedDirections;
import java.nio.file.Path;
import java.util.List;

/**
 * A direction that was found in a run, for a slider.
 *
 * @param description what changes in samples, in words
 * @param effect how far a pixel moves from one end of the slider to the other, of a range of 1
 * @param here whether it was found in the checkpoint that is looked at: in another one it may change something else
 */
public record KnownDirection(String name, String description, double effect, boolean here) {
    /** @param images how many the checkpoint that is looked at had seen */
    static List<KnownDirection> of(Path run, long images) {
        return SavedDirections.of(run).directions().stream()
                .map(saved ->
                        new KnownDirection(saved.name(), saved.description(), saved.effect(), saved.images() == images))
                .toList();
    }
}
