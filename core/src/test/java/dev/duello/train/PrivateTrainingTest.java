package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.data.PoissonBatches;
import dev.duello.learn.Learner;
import dev.duello.learn.SettingException;
import dev.duello.privacy.GaussianSteps;
import dev.duello.privacy.PrvAccountant;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class PrivateTrainingTest {
    private static final String LAST = "checkpoints/000000.320k";
    private static final double BETA1 = 0.5;
    private static final int BATCH = 16;

    @TempDir
    private Path folder;

    /** 20 steps of 16 of 120 images on average. */
    private static Experiment experiment(String... settings) {
        String[] all = new String[settings.length + 4];
        all[0] = "preset=private";
        all[1] = "privacy.epsilon=20";
        all[2] = "training.seed=1";
        all[3] = "privacy.embedding.share=0";
        System.arraycopy(settings, 0, all, 4, settings.length);
        return TinyRuns.experiment(all);
    }

    private static Dataset images() {
        return TinyRuns.labeled(0);
    }

    // The steps.

    private static Learner learner(Dataset images, String... settings) {
        Experiment experiment = experiment(settings).forImages(images).onThisMachine();
        return experiment.newLearner(experiment.architectures(), experiment.compute());
    }

    private static Batch batch(int reals) {
        Tensor samples = reals == 0
                ? Tensors.zeros(Device.CPU, 0, 1, 16, 16)
                : new RandomStream("reals", 4).normal(Device.CPU, reals, 1, 16, 16);
        return new Batch(samples, Tensors.of(new long[reals], reals));
    }

    /** What the discriminator's optimizer was given in its first step. */
    private static float[] firstGradient(Learner learner, Batch batch) {
        learner.step(batch);
        float[] mean =
                learner.tensors().get("optimizers").get("discriminator.mean").toFloats();
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= (float) (1 - BETA1);
        }
        return mean;
    }

    private static float[] firstGradient(Dataset images, Batch batch, String... settings) {
        try (Learner learner = learner(images, settings)) {
            return firstGradient(learner, batch);
        }
    }

    private static double[] difference(float[] a, float[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static double length(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** Noise that is off by mistake, or divided by something else, shows here. */
    @ParameterizedTest
    @CsvSource({"2, 1", "0.5, 3"})
    void a_step_gets_noise_of_sigma_times_c_over_the_expected_batch(double sigma, double clipNorm) {
        try (Dataset images = images();
                var _ = TensorScope.open()) {
            String clip = "privacy.clip-norm=" + clipNorm;
            float[] quiet = firstGradient(images, batch(9), clip, "privacy.noise=1e-9");
            float[] noisy = firstGradient(images, batch(9), clip, "privacy.noise=" + sigma);
            double measured = length(difference(noisy, quiet)) / Math.sqrt(quiet.length);
            double expected = sigma * clipNorm / BATCH;
            assertThat(measured).isCloseTo(expected, within(5 * expected / Math.sqrt(2.0 * quiet.length)));
        }
    }

    /** Clipping the mean, or a pair of a real and a fake, would let one record move the gradient by more. */
    @Test
    void one_more_record_moves_a_step_by_no_more_than_c_over_the_expected_batch() {
        try (Dataset images = images();
                var _ = TensorScope.open()) {
            double clipNorm = 0.01;
            String[] settings = {"privacy.noise=1e-9", "privacy.clip-norm=" + clipNorm};
            Batch all = batch(10);
            all.samples().narrow(0, 9, 1).multiply_(50);
            Batch without =
                    new Batch(all.samples().narrow(0, 0, 9), all.labels().narrow(0, 0, 9));
            double moved =
                    length(difference(firstGradient(images, all, settings), firstGradient(images, without, settings)));
            assertThat(moved).isCloseTo(clipNorm / BATCH, within(clipNorm / BATCH / 1000));
        }
    }

    @Test
    void noise_is_fresh_in_each_step_also_of_empty_batches() {
        try (Dataset images = images();
                var _ = TensorScope.open();
                Learner learner = learner(images, "privacy.noise=1000")) {
            float[] first = firstGradient(learner, batch(0));
            learner.step(batch(0));
            float[] after = learner.tensors()
                    .get("optimizers")
                    .get("discriminator.mean")
                    .toFloats();
            double product = 0;
            double square = 0;
            for (int i = 0; i < first.length; i++) {
                // mean2 = beta mean1 + (1 - beta) gradient2, with mean1 = (1 - beta) gradient1
                double second = (after[i] - BETA1 * (1 - BETA1) * first[i]) / (1 - BETA1);
                product += second * first[i];
                square += (double) first[i] * first[i];
            }
            assertThat(product / square).isCloseTo(0, within(5 / Math.sqrt(first.length)));
            assertThat(learner.counters()).containsEntry("privacy-noise", 2L);
        }
    }

    @Test
    void nothing_that_a_step_reports_hangs_on_the_reals() {
        try (Dataset images = images();
                var _ = TensorScope.open();
                Learner some = learner(images);
                Learner others = learner(images)) {
            assertThat(some.step(batch(3))).isEqualTo(others.step(batch(12)));
            assertThat(some.counters()).isEqualTo(others.counters());
            assertThat(some.step(batch(0)).keySet())
                    .doesNotContain("d-real", "logit-real", "discriminator-loss")
                    .contains("d-fake", "fake-accuracy");
        }
    }

    // The training.

    private Path train(String name, Reason expected, String... settings) {
        Path path = folder.resolve(name);
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(settings), images, path)) {
            assertThat(run.train(event -> {}).reason()).isEqualTo(expected);
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void killed_and_resumed_equals_never_killed_to_the_bit(int step) throws IOException {
        Path straight = train("straight", Reason.COMPLETED);
        Path path = folder.resolve("stopped");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 16L * step) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(16L * step);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        Path other = train("other", Reason.COMPLETED, "training.seed=2");
        assertThat(TinyRuns.tensorFiles(other.resolve(LAST)))
                .isNotEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    @Test
    void it_draws_by_poisson_sampling_and_ends_with_its_length_within_the_promise() {
        List<Double> spent = new ArrayList<>();
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(), images, folder.resolve("run"))) {
            assertThat(run.batches).isInstanceOf(PoissonBatches.class);
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped step) {
                    spent.add(step.statistics().get("epsilon"));
                }
            });
            var privacy = run.experiment().settings().privacy();
            assertThat(privacy.records()).isEqualTo(120);
            assertThat(privacy.delta()).isEqualTo(1e-5);
            double whole =
                    new PrvAccountant().epsilon(new GaussianSteps(16 / 120.0, privacy.noise(), 20), privacy.delta());
            assertThat(spent).hasSize(20).isSorted();
            assertThat(spent.getLast()).isBetween(whole - 1e-9, 20.0);
            assertThat(run.privacyPlan())
                    .hasValueSatisfying(plan -> assertThat(plan.epsilonByPrv()).isBetween(19.9, 20.0));
        }
    }

    private static final String[] EMBEDDING = {
        "privacy.embedding.share=0.5", "privacy.embedding.kimg=0.16", "privacy.embedding.weight=3"
    };

    @ParameterizedTest
    @ValueSource(ints = {4, 13})
    void with_an_embedding_killed_and_resumed_equals_never_killed_to_the_bit(int step) throws IOException {
        Path straight = train("straight", Reason.COMPLETED, EMBEDDING);
        Path path = folder.resolve("stopped");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(EMBEDDING), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 16L * step) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST)))
                .containsKey("embedding.safetensors")
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    /** The release is paid for before the first step, and steps only where the discriminator makes some. */
    @Test
    void with_an_embedding_the_cost_of_all_together_is_within_the_promise() {
        List<Double> spent = new ArrayList<>();
        List<Boolean> steps = new ArrayList<>();
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(EMBEDDING), images, folder.resolve("run"))) {
            double release = run.privacySpent();
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped step) {
                    spent.add(step.statistics().get("epsilon"));
                    steps.add(step.statistics().containsKey("fake-accuracy"));
                }
            });
            var privacy = run.experiment().settings().privacy();
            PrvAccountant prv = new PrvAccountant();
            GaussianSteps embedding = new GaussianSteps(1, privacy.embedding().noise(), 1);
            assertThat(release)
                    .isCloseTo(prv.epsilon(embedding, 1e-5), within(1e-9))
                    .isBetween(9.9, 10.0);
            assertThat(spent.subList(0, 10)).containsOnly(release);
            assertThat(steps.subList(0, 10)).containsOnly(false);
            assertThat(steps.subList(10, 20)).containsOnly(true);
            double all = prv.epsilon(List.of(embedding, new GaussianSteps(16 / 120.0, privacy.noise(), 10)), 1e-5);
            assertThat(spent).isSorted();
            assertThat(spent.getLast()).isBetween(all - 1e-9, 20.0);
            assertThat(all).isBetween(19.9, 20.0);
            assertThat(run.learner.counters()).containsEntry("discriminator-steps", 10L);
        }
        PrivacyStatement statement = PrivacyStatement.of(folder.resolve("run"));
        assertThat(statement.steps()).isEqualTo(10);
        assertThat(statement.epsilon()).isBetween(19.9, 20.0);
        assertThat(statement.embeddingNoise()).isPositive();
    }

    @Test
    void a_release_that_costs_more_than_where_to_stop_is_refused() {
        try (Dataset images = images()) {
            assertThatThrownBy(() -> experiment(
                                    "privacy.embedding.share=1", "privacy.epsilon=5", "evaluation.until=epsilon>3")
                            .forImages(images))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("alone costs more than epsilon 3");
        }
    }

    /** One release and no step: the whole promise is the release's, and a longer training costs no more. */
    @Test
    void with_a_share_of_1_the_discriminator_never_moves() {
        Path path = train("run", Reason.COMPLETED, "privacy.embedding.share=1", "privacy.epsilon=2");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0.64)) {
            run.train(event -> {});
            assertThat(run.imagesSeen()).isEqualTo(640);
            assertThat(run.learner.counters())
                    .containsEntry("discriminator-steps", 0L)
                    .containsEntry("generator-steps", 40L);
            assertThat(run.privacySpent()).isBetween(1.99, 2.0);
        }
        PrivacyStatement statement = PrivacyStatement.of(path);
        assertThat(statement.steps()).isZero();
        assertThat(statement.epsilon()).isBetween(1.99, 2.0);
    }

    @Test
    void an_embedding_that_leaves_no_step_to_the_discriminator_is_refused() {
        try (Dataset images = images()) {
            assertThatThrownBy(() -> experiment("privacy.embedding.share=0.5", "privacy.embedding.kimg=100")
                            .forImages(images))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("leaves no step")
                    .hasMessageContaining("share=1");
        }
    }

    @Test
    void it_stops_before_the_promise_is_broken_and_a_longer_length_changes_nothing_but_a_larger_promise_does() {
        // Noise for 20 steps, but a length of 60.
        Path path = train("run", Reason.BUDGET_SPENT, "privacy.noise=0.9", "training.kimg=0.96", "privacy.epsilon=8");
        PrvAccountant prv = new PrvAccountant();
        GaussianSteps step = new GaussianSteps(16 / 120.0, 0.9, 1);
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 5)) {
            long steps = run.imagesSeen() / 16;
            assertThat(steps).isBetween(5L, 59L);
            assertThat(prv.epsilon(step.times(steps), 1e-5)).isLessThanOrEqualTo(8);
            assertThat(prv.epsilon(step.times(steps + 1), 1e-5)).isGreaterThan(8);
            assertThat(run.privacySpent()).isLessThanOrEqualTo(8);
            assertThat(run.imagesSeen()).isEqualTo(run.total());
            assertThat(run.train(event -> {}).images()).isEqualTo(steps * 16);
        }
        try (Dataset images = images();
                TrainingRun run =
                        TrainingRun.resume(path, images, 0, null, null, 9, dev.duello.metric.EvaluationProgress.NONE)) {
            long before = run.imagesSeen();
            assertThat(run.train(event -> {}).images()).isGreaterThan(before);
            assertThat(run.privacySpent()).isBetween(8.0, 9.0);
            assertThat(RunDirectory.open(path).experiment().settings().privacy().epsilon())
                    .isEqualTo(9);
        }
    }

    @Test
    void a_goal_of_epsilon_stops_before_it_is_exceeded() {
        Path path = train("run", Reason.BUDGET_SPENT, "evaluation.until=epsilon>12");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.privacySpent()).isBetween(10.0, 12.0);
        }
    }

    @Test
    void the_run_directory_holds_nothing_of_the_private_images() throws IOException {
        Path path = train("run", Reason.COMPLETED);
        try (Dataset images = images()) {
            assertThat(path.resolve("samples/reals.png")).doesNotExist();
            assertThat(Files.readString(path.resolve(LAST).resolve("state.json")))
                    .doesNotContain(images.fingerprint())
                    .contains("keyed-sha256:");
            assertThat(RunDirectory.open(path).experiment().data().classes())
                    .containsEntry("left", 0.5)
                    .containsEntry("right", 0.5);
            assertThat(Files.readString(path.resolve("events.jsonl"))).doesNotContain("real");
        }
        try (Dataset others = TinyRuns.labeled(1)) {
            assertThatThrownBy(() -> TrainingRun.resume(path, others, 1)).hasMessageContaining("not those");
        }
    }

    @Test
    void the_seed_is_drawn_where_none_is_named() {
        Experiment one = TinyRuns.experiment("preset=private");
        Experiment other = TinyRuns.experiment("preset=private");
        assertThat(one.training().seed()).isNotEqualTo(other.training().seed());
        assertThat(TinyRuns.experiment().training().seed()).isZero();
    }

    @Test
    void what_would_look_at_private_images_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> experiment("evaluation.metric=fid"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("privacy.public");
        assertThatThrownBy(() -> experiment("data.labels=cluster")).hasMessageContaining("clusters");
        assertThatThrownBy(() -> experiment("machine.precision=bf16")).hasMessageContaining("fp32");
        assertThatThrownBy(() -> experiment("penalty.r1=1")).hasMessageContaining("penalty.r1=0");
        assertThatThrownBy(() -> experiment("objective=relativistic")).hasMessageContaining("non-saturating");
        assertThatThrownBy(() -> experiment("augmentation.adapt=0.6")).hasMessageContaining("augmentation.adapt");
        assertThatThrownBy(() -> TinyRuns.experiment("evaluation.until=epsilon>3"))
                .hasMessageContaining("private training");
        assertThatThrownBy(() -> experiment("evaluation.until=epsilon>3,fid<20"))
                .hasMessageContaining("stands alone");
        try (Dataset images = images()) {
            assertThatThrownBy(() -> experiment("discriminator.normalization=batch")
                            .forImages(images)
                            .architectures())
                    .hasMessageContaining("batch-norm")
                    .hasMessageContaining("mixes");
            assertThatThrownBy(() -> experiment("discriminator.minibatch-std-dev=true", "training.batch=16")
                            .forImages(images)
                            .architectures())
                    .hasMessageContaining("minibatch");
            assertThatThrownBy(() -> experiment("training.batch=128", "training.kimg=1.28")
                            .forImages(images))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("at most 120");
            assertThatThrownBy(() -> experiment("privacy.delta=0.01").forImages(images))
                    .hasMessageContaining("below 1/n");
            assertThatThrownBy(() -> TrainingRun.start(
                            experiment("privacy.public=held-out", "evaluation.metric=fid"),
                            images,
                            folder.resolve("none")))
                    .hasMessageContaining("no held-out part");
        }
    }
}
