package dev.duello.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** What happens during a training, in the order in which it happens: the one stream that every viewer reads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = TrainingEvent.Stepped.class, name = "stepped"),
    @JsonSubTypes.Type(value = TrainingEvent.Shared.class, name = "shared"),
    @JsonSubTypes.Type(value = TrainingEvent.Sampled.class, name = "sampled"),
    @JsonSubTypes.Type(value = TrainingEvent.Evaluated.class, name = "evaluated"),
    @JsonSubTypes.Type(value = TrainingEvent.Alerted.class, name = "alerted"),
    @JsonSubTypes.Type(value = TrainingEvent.Checkpointed.class, name = "checkpointed"),
    @JsonSubTypes.Type(value = TrainingEvent.Stopped.class, name = "stopped"),
})
public sealed interface TrainingEvent {
    /** Images seen when it happened. */
    long images();

    /**
     * Training begins, or goes on after an interruption or from an older checkpoint: what a log holds beyond {@code images} was not kept and is repeated.
     *
     * @param images 0, or where it goes on
     * @param total images at the end
     */
    record Started(long images, long total, String time) implements TrainingEvent {}

    /**
     * A step was made.
     *
     * @param seconds of training so far, over all parts of an interrupted training
     * @param statistics the learner's own numbers
     */
    record Stepped(long images, double seconds, Map<String, Double> statistics) implements TrainingEvent {}

    /**
     * How fast each of several processes trained since the last such event.
     *
     * @param seconds of training so far, over all parts of an interrupted training
     * @param ranks in their order
     */
    record Shared(long images, double seconds, List<Rank> ranks) implements TrainingEvent {
        /**
         * @param rank number of the process
         * @param host its machine
         * @param rate images of its shares in a second of its own computing
         * @param waiting the share of the time of its steps in which it sent, received or waited for others, 0 to 1
         * @param sending the part of {@code waiting} in which it sent or received; 0 in logs that do not tell it
         */
        public record Rank(int rank, String host, double rate, double waiting, double sending) {}
    }

    /** @param file the grid, relative to the run directory */
    record Sampled(long images, String file) implements TrainingEvent {}

    /**
     * The fakes were measured.
     *
     * @param seconds of training so far, over all parts of an interrupted training
     * @param values by the metric's name
     * @param best whether the watched metric was never better
     * @param protocol all else that decides the values: feature network with its hash, numbers of fakes and reals, data; empty
     *     in logs that do not tell it
     */
    record Evaluated(long images, double seconds, Map<String, Double> values, boolean best, String protocol)
            implements TrainingEvent {}

    /**
     * Something begins to go wrong. Told once, and again only after it had ended.
     *
     * @param seconds of training so far, over all parts of an interrupted training
     * @param symptom its name, such as {@code mode-collapse}
     * @param evidence the numbers, as a sentence
     * @param advice what to do, as a sentence
     */
    record Alerted(long images, double seconds, String symptom, String evidence, String advice)
            implements TrainingEvent {}

    /** @param directory relative to the run directory */
    record Checkpointed(long images, String directory) implements TrainingEvent {}

    /**
     * Nothing more follows.
     *
     * @param seconds of training so far, over all parts of an interrupted training
     * @param message what went wrong, as a sentence; empty when nothing did, and in logs that do not tell it
     */
    record Stopped(long images, double seconds, Reason reason, String message) implements TrainingEvent {
        /** Why a training stops. */
        public enum Reason {
            /** The chosen length was reached. */
            COMPLETED,
            /** The images are as good as was asked for. */
            REACHED,
            /** The watched metric got worse for longer than patience allows; the best checkpoint was kept. */
            NO_PROGRESS,
            /** With one more step, a private training would have broken its promise. */
            BUDGET_SPENT,
            /** Somebody asked. */
            INTERRUPTED,
            /** Something went wrong: the message tells. */
            FAILED
        }
    }
}
