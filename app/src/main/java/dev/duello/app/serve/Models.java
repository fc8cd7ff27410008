package dev.duello.app.serve;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.explain.ExplainException;
import dev.duello.export.ExportException;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import dev.duello.torch.TorchException;
import dev.duello.train.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models by their names: open ones, and ones that cannot be opened, with the reason. A model can be opened anew meanwhile. */
final class Models implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Models.class);

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Opener opener;

    /** Opens a model. */
    private interface Opener {
        ServedModel open(String name, Path run);
    }

    /** Where a model stands. What is in it changes when the model is opened anew. */
    private static final class Place {
        private final Path run;
        private volatile @Nullable ServedModel model;
        private volatile String problem = "";

        private Place(Path run) {
            this.run = run;
        }
    }

    /**
     * How a model is.
     *
     * @param model null when it could not be opened
     * @param problem why, or why opening it anew failed; empty when nothing is wrong
     */
    record State(String name, Path run, @Nullable ServedModel model, String problem) {}

    /** @param runs by the names of their models, at least one */
    Models(Map<String, Path> runs, Batcher.Limits limits, ServiceMetrics metrics) {
        // One batch at a time: libtorch uses all cores for it.
        Lock turn = new ReentrantLock(true);
        opener = (name, run) ->
                ServedModel.open(name, run, turn, limits, (rows, seconds) -> metrics.computed(name, rows, seconds));
        runs.forEach((name, run) -> places.put(name, new Place(run)));
        runs.keySet().forEach(this::reload);
        metrics.watch(this);
    }

    /** All of them in the order in which they were named. */
    List<State> states() {
        List<State> states = new ArrayList<>();
        places.forEach((name, place) -> states.add(new State(name, place.run, place.model, place.problem)));
        return states;
    }

    /** @throws ServiceException when there is none of that name */
    State state(String name) {
        Place place = place(name);
        return new State(name, place.run, place.model, place.problem);
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new ServiceException(
                    404,
                    "There is no model '" + JsonFields.shortened(name) + "'"
                            + Messages.suggestion(JsonFields.shortened(name), places.keySet()) + " The models are "
                            + String.join(", ", places.keySet()) + ".");
        }
        return place;
    }

    /**
     * Uses a model, which stays open meanwhile.
     *
     * @param name empty for the only one
     * @throws ServiceException when there is none of that name, or it cannot be opened
     */
    <T> T use(String name, Function<ServedModel, T> work) {
        if (name.isEmpty() && places.size() > 1) {
            throw ServiceException.malformed(
                    "model must say which: the models are " + String.join(", ", places.keySet()) + ".");
        }
        Place place = place(name.isEmpty() ? places.keySet().iterator().next() : name);
        while (true) {
            ServedModel model = place.model;
            if (model == null) {
                throw new ServiceException(503, place.problem);
            }
            // One that was retired in this moment has a successor.
            if (model.enter()) {
                try {
                    return work.apply(model);
                } finally {
                    model.leave();
                }
            }
        }
    }

    /**
     * Opens a model anew, such as after more training. Who uses the old one ends with it; it goes on when the new one cannot be opened.
     *
     * @throws ServiceException when there is none of that name
     */
    State reload(String name) {
        Place place = place(name);
        synchronized (place) {
            try {
                ServedModel old = place.model;
                place.model = opener.open(name, place.run);
                place.problem = "";
                if (old != null) {
                    old.retire();
                }
            } catch (DataException
                    | TrainingException
                    | ExplainException
                    | ExportException
                    | SettingException
                    | ShapeException
                    | TorchException e) {
                place.problem = String.valueOf(e.getMessage());
                log.debug("Model {} cannot be opened", name, e);
            }
        }
        return state(name);
    }

    /** Waits for who uses them. */
    @Override
    public void close() {
        for (Place place : places.values()) {
            synchronized (place) {
                ServedModel model = place.model;
                place.problem = "The service is closing.";
                place.model = null;
                if (model != null) {
                    model.retire();
                }
            }
        }
    }
}
