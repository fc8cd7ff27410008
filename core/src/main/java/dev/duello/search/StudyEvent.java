package dev.duello.search;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** A line of a study's journal. The state of a study is what its lines say, in their order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StudyEvent.Proposed.class, name = "proposed"),
    @JsonSubTypes.Type(value = StudyEvent.Began.class, name = "began"),
    @JsonSubTypes.Type(value = StudyEvent.Ended.class, name = "ended"),
})
public sealed interface StudyEvent {
    int trial();

    /**
     * There is a new trial.
     *
     * @param trial its number, from 0 on
     * @param values of the searched settings; none for the preset as it is
     * @param repeats the trial whose values these are, trained again at the end; {@link Trial#PRESET} for the preset; {@link
     *     Trial#NEW} for a trial of the search
     * @param seed of the training
     */
    record Proposed(int trial, Map<String, String> values, int repeats, long seed) implements StudyEvent {}

    /**
     * Somebody trains it towards a rung.
     *
     * @param worker host and process
     * @param time milliseconds since 1970
     */
    record Began(int trial, int rung, String worker, long time) implements StudyEvent {}

    /**
     * A rung was reached, or the trial failed.
     *
     * @param values of each metric: the best so far, smoothed; empty for a trial that failed
     * @param curve everything that was measured so far
     * @param spent seconds that this took, with starting and measuring
     * @param trouble why the trial must not go on, as a sentence; empty when nothing is wrong
     * @param time milliseconds since 1970
     */
    record Ended(
            int trial,
            int rung,
            Map<String, Double> values,
            List<Measured> curve,
            double spent,
            String trouble,
            long time)
            implements StudyEvent {}

    /** @param seconds of training so far */
    record Measured(double kimg, double seconds, Map<String, Double> values) {}
}
