package dev.duello.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.data.BatchSource;
import dev.duello.data.Dataset;
import dev.duello.group.Follower;
import dev.duello.group.GroupException;
import dev.duello.learn.Compute;
import dev.duello.learn.Learner;
import dev.duello.learn.ObjectMappers;
import dev.duello.metric.EvaluationProgress;
import dev.duello.nn.Architecture;
import dev.duello.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The training in every process of a group but the first, whose {@link TrainingRun} tells what to do. It opens the same data, makes the
 * same steps with its shares of the batches, and writes nothing.
 */
public final class FollowedTraining {
    private static final TypeReference<Map<String, Long>> COUNTERS = new TypeReference<>() {};

    private final Follower follower;

    private FollowedTraining(Follower follower) {
        this.follower = follower;
    }

    /**
     * Trains until the first process says that it is over.
     *
     * @param follower stays open
     * @param opener opens the data of an experiment; it is closed in the end
     * @return why it stopped
     * @throws GroupException when another process is gone or failed
     * @throws TrainingException when the data is not that of the first process
     */
    public static TrainingEvent.Stopped.Reason run(Follower follower, Function<Experiment, Dataset> opener) {
        try {
            return new FollowedTraining(follower).run(opener);
        } catch (GroupException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            follower.fail(TrainingLoop.sentence(e));
            throw e;
        }
    }

    private TrainingEvent.Stopped.Reason run(Function<Experiment, Dataset> opener) {
        JsonNode begin = json(next(Team.BEGIN).text());
        Experiment experiment =
                ExperimentReader.ofRun((ObjectNode) begin.get("experiment"), "the experiment of the first process");
        Map<String, Architecture> networks = new LinkedHashMap<>();
        begin.get("networks")
                .properties()
                .forEach(entry -> networks.put(
                        entry.getKey(), Architecture.parse(entry.getValue().asText())));
        Compute compute = experiment.compute(follower.group());
        compute.useThreads();
        try (Dataset opened = opener.apply(experiment);
                PairedSamples samples = PairedSamples.of(experiment, opened)) {
            Dataset images = samples.known();
            if (!experiment.fingerprint(images).equals(begin.get("fingerprint").asText())) {
                throw new TrainingException(
                        "the images of '" + experiment.data().source()
                                + "' here are not those that rank 0 sees: all processes need the same files.");
            }
            Dataset part = experiment.trainingPart(images);
            try (MatchedFeatures features = MatchedFeatures.of(experiment, images, EvaluationProgress.NONE);
                    Learner learner = experiment.newLearner(networks, compute, features.maps());
                    BatchSource batches = TrainingRun.batches(
                            experiment, part, learner.model().device())) {
                follower.ready();
                return follow(learner, batches, new GroupStep(experiment, learner, batches, follower));
            }
        }
    }

    private TrainingEvent.Stopped.Reason follow(Learner learner, BatchSource batches, GroupStep step) {
        while (true) {
            Follower.Word word = follower.next();
            switch (word.name()) {
                case Team.STATE -> take(json(word.text()), learner, batches);
                case Team.STEP -> step.make();
                case Team.ANNEALING ->
                    learner.annealing(ExperimentReader.ofRun(
                                    (ObjectNode) json(word.text()), "the experiment of the first process")
                            .training()
                            .annealKimg());
                case Team.END -> {
                    return TrainingEvent.Stopped.Reason.valueOf(word.text());
                }
                default -> throw new IllegalStateException("no word '" + word.name() + "'");
            }
        }
    }

    private void take(JsonNode state, Learner learner, BatchSource batches) {
        learner.restoreCounters(ObjectMappers.JSON.convertValue(state.get("counters"), COUNTERS));
        batches.position(state.get("batches").asLong());
        batches.variant(state.get("variant").asInt());
        try (var _ = TensorScope.open()) {
            Team.copy(learner, follower.group());
        }
    }

    private Follower.Word next(String expected) {
        Follower.Word word = follower.next();
        if (!word.name().equals(expected)) {
            throw new IllegalStateException("the first process told '" + word.name() + "' before '" + expected + "'");
        }
        return word;
    }

    private static JsonNode json(String text) {
        try {
            return ObjectMappers.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the first process told what is no JSON", e);
        }
    }
}
