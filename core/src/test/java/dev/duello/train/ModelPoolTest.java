package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.torch.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPoolTest {
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        try (Dataset images = TinyRuns.images(1);
                TrainingRun training = TrainingRun.start(TinyRuns.experiment("training.kimg=0.032"), images, run)) {
            training.train(_ -> {});
        }
    }

    @Test
    void many_virtual_threads_get_what_one_thread_gets() throws Exception {
        List<byte[]> expected = new ArrayList<>();
        try (TrainedModel model = TrainedModel.open(run)) {
            for (int seed = 0; seed < 40; seed++) {
                expected.add(model.sample(3, seed));
            }
        }
        ConcurrentHashMap<String, Boolean> threads = new ConcurrentHashMap<>();
        try (ModelPool pool = ModelPool.open(run, 2);
                ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> got = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int seed = i;
                got.add(askers.submit(() -> pool.use(model -> {
                    threads.put(
                            Thread.currentThread().toString(),
                            !Thread.currentThread().isVirtual());
                    return model.sample(3, seed);
                })));
            }
            for (int seed = 0; seed < 40; seed++) {
                assertThat(got.get(seed).get()).isEqualTo(expected.get(seed));
            }
        }
        assertThat(threads.size()).isBetween(1, 2);
        assertThat(threads.values()).containsOnly(true);
    }

    @Test
    void what_the_work_throws_reaches_who_asked_and_the_model_stays_of_use() {
        try (ModelPool pool = ModelPool.open(run, 1)) {
            assertThatThrownBy(() -> pool.use(_ -> {
                        throw new TrainingException("No.");
                    }))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("No.");
            byte[] image = pool.use(model -> model.sample(1, 0));
            assertThat(image).hasSize(256);
        }
    }

    @Test
    void closing_waits_for_what_was_submitted_and_leaves_no_native_object() {
        try (TrainedModel first = TrainedModel.open(run)) {
            first.sample(1, 0);
        }
        long before = Torch.liveObjects();
        ModelPool pool = ModelPool.open(run, "0", 3);
        List<CompletableFuture<byte[]>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(pool.submit(model -> model.sample(2, 5)));
        }
        pool.close();

        assertThat(all).allSatisfy(each -> assertThat(each).isCompleted());
        assertThat(Torch.liveObjects()).isEqualTo(before);
        assertThatThrownBy(() -> pool.submit(model -> model)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void a_pool_of_no_model_or_of_no_run_is_refused() {
        assertThatThrownBy(() -> ModelPool.open(run, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelPool.open(folder.resolve("none"), 1)).isInstanceOf(TrainingException.class);
    }
}
