package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class MainTest {
    @TempDir
    private Path folder;

    @Test
    void commands_work_on_the_session_that_there_is_and_tell_by_their_exit_codes_what_came_of_it() throws IOException {
        LocalCluster.shared();
        String images = TinyRun.writeImages(folder.resolve("images")).toString();
        Path run = folder.resolve("run");
        TinyRun.train(run);

        assertThat(Main.run("prepare", images, folder.resolve("x.samples").toString(), "--height", "16"))
                .isZero();
        assertThat(folder.resolve("x.samples")).isNotEmptyFile();
        String output = folder.resolve("png").toString();
        assertThat(Main.run("generate", run.toString(), output, "-n", "3", "--form", "png"))
                .isZero();
        assertThat(folder.resolve("png/000000/000000000002.png")).isNotEmptyFile();
        assertThat(Main.run("generate", run.toString(), output, "-n", "3")).isEqualTo(1);
        assertThat(Main.run("evaluate", run.toString(), "--against", images, "-n", "300", "--features", "random"))
                .isZero();
        assertThat(Main.run("generate", run.toString())).isEqualTo(2);
    }

    @Test
    void a_search_writes_its_winner_and_a_mistake_is_told_by_the_exit_code() throws IOException {
        LocalCluster.shared();
        String images = TinyRun.writeImages(folder.resolve("images")).toString();
        Path study = folder.resolve("study");
        Path space = Files.writeString(folder.resolve("space.yaml"), "objective: {choice: [hinge, minimax]}\n");
        List<String> words = new ArrayList<>(List.of("search", study.toString(), "--jobs", "1", "--trials", "1"));
        words.addAll(List.of("--seeds", "0", "--space", space.toString()));
        for (String setting : List.of(
                "data.source=" + images,
                "preset=mlp",
                "training.batch=16",
                "training.kimg=0.128",
                "evaluation.features=random",
                "evaluation.samples=32")) {
            words.addAll(List.of("--set", setting));
        }

        assertThat(Main.run(words.toArray(String[]::new))).isZero();

        assertThat(Files.readString(study.resolve("best.yaml"))).contains("objective:");
        assertThat(study.resolve("optuna.jsonl")).isNotEmptyFile();
        words.addAll(List.of("--metric", "fdi"));
        assertThat(Main.run(words.toArray(String[]::new))).isEqualTo(1);
        Files.writeString(space, "objective: {choice: [hinge, minmax]}\n");
        assertThat(Main.run(words.subList(0, words.size() - 2).toArray(String[]::new)))
                .isEqualTo(1);
    }
}
