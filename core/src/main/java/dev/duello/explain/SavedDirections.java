package dev.duello.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directions that were found in a run, by their names, in a file beside its experiment.
 *
 * @param directions those of the newest search first
 */
public record SavedDirections(List<Saved> directions) {
    private static final String FILE = "directions.json";

    /**
     * One of them.
     *
     * @param images how many the generator had seen when it was found: of another checkpoint it means something else
     * @param vector of length 1, one number for each of the noise
     */
    public record Saved(String name, long images, double share, double effect, String description, double[] vector) {}

    public SavedDirections {
        directions = List.copyOf(directions);
    }

    /**
     * Those of a run; empty when none was looked for.
     *
     * @throws ExplainException when the file is damaged
     */
    public static SavedDirections of(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.exists(file)) {
            return new SavedDirections(List.of());
        }
        try {
            return ObjectMappers.JSON.readValue(file.toFile(), SavedDirections.class);
        } catch (JsonProcessingException e) {
            throw new ExplainException(file + " is damaged. Delete it and look for directions again.");
        } catch (IOException e) {
            throw new ExplainException("Cannot read " + file + ": " + Messages.reason(e) + ".");
        }
    }

    /**
     * The same with measured ones, the largest effect first, which take the place of those with their names.
     *
     * @param images how many the generator had seen
     */
    public SavedDirections with(DirectionMeasure.Report report, long images) {
        return with(report.effects().stream()
                .map(effect -> new Saved(
                        effect.direction().name(),
                        images,
                        effect.direction().share(),
                        effect.effect(),
                        effect.description(),
                        effect.direction().vector()))
                .toList());
    }

    /** The same with others, which take the place of those with their names. */
    public SavedDirections with(List<Saved> others) {
        List<Saved> all = new ArrayList<>(others);
        List<String> names = others.stream().map(Saved::name).toList();
        directions.stream().filter(one -> !names.contains(one.name())).forEach(all::add);
        return new SavedDirections(all);
    }

    /**
     * One by its name.
     *
     * @throws ExplainException when there is none
     */
    public Saved named(String name) {
        List<String> names = directions.stream().map(Saved::name).toList();
        if (names.isEmpty()) {
            throw new ExplainException(
                    "No directions of this run are known yet. `duello explain directions RUN` finds" + " them.");
        }
        int index = names.indexOf(name);
        if (index < 0) {
            throw new ExplainException("There is no direction '" + name + "'" + Messages.suggestion(name, names)
                    + " The directions are " + String.join(", ", names) + ".");
        }
        return directions.get(index);
    }

    /** Writes them into a run. @throws dev.duello.data.DataException when that fails */
    public void write(Path run) {
        try {
            AtomicFiles.writeText(
                    run.resolve(FILE),
                    ObjectMappers.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
