package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.train.RunLog;
import dev.duello.train.TrainingEvent.Evaluated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SearchTest {
    @TempDir
    private Path folder;

    private Cli search(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "search",
                "--data",
                folder.resolve("images"),
                "--preset",
                "mlp",
                "--kimg",
                "0.256",
                "--batch",
                "16",
                "--jobs",
                "1"));
        arguments.addAll(List.of("--threads", "1", "--set", "evaluation.samples=32", "--out", folder.resolve("study")));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }

    @Test
    void a_trial_that_went_over_all_rungs_is_the_training_that_its_settings_give_at_once() throws IOException {
        Pictures.write(folder.resolve("images"), 20);
        Path space = Files.writeString(
                folder.resolve("space.yaml"),
                "generator.optimizer.rate: {factor: 4}\nobjective: {choice: [hinge, minimax]}\n");

        Cli found = search("--trials", "1", "--seeds", "0", "--space", space, "--json");

        assertThat(found.exitCode()).as(found.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(found.out());
        assertThat(result.get("trials").asInt()).isEqualTo(1);
        assertThat(result.get("best-values").has("objective")).isTrue();
        Path study = folder.resolve("study");
        assertThat(Files.readString(study.resolve("report.html")))
                .contains("All trials", "Slices", "Samples of the best");
        assertThat(Files.readString(study.resolve("optuna.jsonl")).lines()).hasSize(2);
        List<Map<String, Double>> rungs = values(study.resolve("trials/0000/run"));
        assertThat(rungs).hasSizeGreaterThan(10);

        Cli atOnce = Cli.run(
                "train",
                "--config",
                study.resolve("trials/0000/experiment.yaml"),
                "--kimg",
                "0.256",
                "--set",
                "training.anneal-kimg=0.256",
                "--out",
                folder.resolve("once"),
                "--quiet");

        assertThat(atOnce.exitCode()).as(atOnce.err()).isZero();
        assertThat(values(folder.resolve("once"))).isEqualTo(rungs);
        assertThat(Cli.run("train", "--config", study.resolve("best.yaml"), "--dry-run")
                        .exitCode())
                .isZero();

        // The same command again finds nothing left to do; another one is refused.
        assertThat(search("--trials", "1", "--seeds", "0", "--space", space).out())
                .contains("1 trial, 1 trained to the end");
        Cli other = search("--trials", "1", "--seeds", "0");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("another space");
    }

    @Test
    void of_several_metrics_the_front_is_told_with_real_trainings() throws IOException {
        Pictures.write(folder.resolve("images"), 20);

        Cli found = search("--random", "--trials", "3", "--seeds", "0", "--metric", "fid,seconds", "--json");

        assertThat(found.exitCode()).as(found.err()).isZero();
        Path study = folder.resolve("study");
        Map<String, double[]> results = new TreeMap<>();
        for (String line : Files.readAllLines(study.resolve("journal.jsonl"))) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.get("event").asText().equals("ended")) {
                JsonNode values = event.get("values");
                assertThat(values.get("seconds").asDouble()).isPositive();
                results.put("trial " + event.get("trial").asInt(), new double[] {
                    values.get("fid").asDouble(), values.get("seconds").asDouble()
                });
            }
        }
        assertThat(results).hasSize(3);
        List<String> front = new ArrayList<>();
        results.forEach((name, own) -> {
            if (results.values().stream().noneMatch(other -> other[0] < own[0] && other[1] < own[1])) {
                front.add(name);
            }
        });
        List<String> told = new ArrayList<>();
        new ObjectMapper().readTree(found.out()).get("front").forEach(name -> told.add(name.asText()));
        assertThat(told).containsExactlyInAnyOrderElementsOf(front);
        // Where time counts, the widths are searched as well.
        assertThat(Files.readString(study.resolve("journal.jsonl"))).contains("generator.width");
        assertThat(Files.readString(study.resolve("report.html"))).contains("Pareto front");
    }

    private static List<Map<String, Double>> values(Path run) {
        return RunLog.read(run).evaluations().stream().map(Evaluated::values).toList();
    }

    @Test
    void mistakes_are_told_before_anything_is_trained() throws IOException {
        Pictures.write(folder.resolve("images"), 20);

        assertThat(search("--trials", "2", "--for", "1h").exitCode()).isEqualTo(2);
        assertThat(search("--metric", "fdi").err()).contains("--metric", "fid");
        assertThat(search("--metric", "seconds").err()).contains("a metric of quality");
        assertThat(search("--until", "fid<3").err()).contains("--until");
        Path space = Files.writeString(folder.resolve("space.yaml"), "\npenalty.r9: {log: [1, 2]}\n");
        Cli nonsense = search("--space", space);
        assertThat(nonsense.exitCode()).isEqualTo(2);
        assertThat(nonsense.err()).contains("penalty.r9 (space.yaml, line 2)", "did you mean 'penalty.r1'?");
        Files.writeString(space, "generator.optimizer.beta1: {float: [0, 2]}\n");
        assertThat(search("--space", space).err())
                .contains("generator.optimizer.beta1 (space.yaml, line 1): it may be 2.0, but");
        // What was refused is nothing that another space would have to go on with.
        Files.writeString(space, "\n\nobjective: {choice: [hinge, minmax]}\n");
        assertThat(search("--space", space).err())
                .contains("objective (space.yaml, line 3): it may be minmax, but", "did you mean 'minimax'?");
        assertThat(Cli.run(
                                "search",
                                "--data",
                                folder.resolve("images"),
                                "--epsilon",
                                "3",
                                "--public",
                                "held-out",
                                "--set",
                                "data.held-out=5",
                                "--set",
                                "privacy.delta=0.01")
                        .err())
                .contains("private images");
    }
}
