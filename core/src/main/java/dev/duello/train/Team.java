package dev.duello.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.data.BatchSource;
import dev.duello.group.Leader;
import dev.duello.learn.Learner;
import dev.duello.learn.ObjectMappers;
import dev.duello.nn.Architecture;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Tensor;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What the first process tells the others while it trains, so that they make the same steps; see {@link FollowedTraining}. */
final class Team {
    // The words between processes of one version: their form may change with any.
    static final String BEGIN = "begin";
    static final String STATE = "state";
    static final String STEP = "step";
    static final String ANNEALING = "annealing";
    static final String END = "end";

    private static final long FIRST_REPORT_NANOS = 5_000_000_000L;
    private static final long REPORT_NANOS = 30_000_000_000L;

    private final Leader leader;
    private boolean ended;
    private long due = System.nanoTime() + FIRST_REPORT_NANOS;

    Team(Leader leader) {
        this.leader = leader;
    }

    /** Has the others open the data and build the same networks, and waits for them. */
    void begin(Experiment experiment, Map<String, Architecture> networks, String fingerprint) {
        ObjectNode all = ObjectMappers.JSON.createObjectNode();
        all.set("experiment", ObjectMappers.JSON.valueToTree(experiment));
        all.put("fingerprint", fingerprint);
        networks.forEach((name, network) -> all.withObject("networks").put(name, network.json()));
        leader.tell(BEGIN, text(all));
        leader.awaitReady();
    }

    /** Gives the others everything that this process has learned so far. */
    void share(Learner learner, BatchSource batches, int variant) {
        ObjectNode all = ObjectMappers.JSON.createObjectNode();
        all.set("counters", ObjectMappers.JSON.valueToTree(learner.counters()));
        all.put("batches", batches.position());
        all.put("variant", variant);
        leader.tell(STATE, text(all));
        copy(learner, leader.group());
    }

    /** From the first process to all. */
    static void copy(Learner learner, ProcessGroup group) {
        List<Tensor> tensors = learner.tensors().values().stream()
                .flatMap(file -> file.values().stream())
                .toList();
        group.copy(tensors);
    }

    void step() {
        leader.tell(STEP, "");
    }

    void annealing(Experiment experiment) {
        leader.tell(ANNEALING, text(ObjectMappers.JSON.valueToTree(experiment)));
    }

    void end(TrainingEvent.Stopped.Reason reason) {
        ended = true;
        leader.tell(END, reason.name());
    }

    /** For a training that needed no step: the others end as well. */
    void leave() {
        if (!ended) {
            end(TrainingEvent.Stopped.Reason.COMPLETED);
        }
    }

    void fail(String sentence) {
        leader.fail(sentence);
    }

    boolean isReportDue() {
        return System.nanoTime() > due;
    }

    /** How fast each process trained since the last report. */
    List<TrainingEvent.Shared.Rank> report() {
        due = System.nanoTime() + REPORT_NANOS;
        return leader.speeds().stream()
                .map(speed -> new TrainingEvent.Shared.Rank(
                        speed.rank(), speed.host(), speed.rate(), speed.waiting(), speed.sending()))
                .toList();
    }

    private static String text(JsonNode tree) {
        try {
            return ObjectMappers.JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
