package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.BatchSource;
import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.PoissonBatches;
import dev.duello.data.ShuffledBatches;
import dev.duello.learn.Compute;
import dev.duello.learn.Learner;
import dev.duello.nn.BatchStatistics;
import dev.duello.nn.GradientRule;
import dev.duello.nn.GroupSum;
import dev.duello.torch.Device;
import dev.duello.torch.GlooGroup;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.TensorScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members of a group as threads of one process, which Gloo does not tell apart from processes. */
@Tag("slow")
@ExtendWith(CacheExtension.class)
class GroupLearnersTest {
    @TempDir
    private Path folder;

    /** What a learner is after a step. */
    private record Trained(Map<String, Double> statistics, Map<String, float[]> tensors) {}

    private static Experiment experiment(String preset, String settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("preset", preset);
        all.put("training.batch", "8");
        all.put("training.kimg", "0.08");
        all.put("evaluation.metric", "none");
        all.put("machine.threads", "1");
        all.put("machine.device", "cpu");
        all.put("machine.precision", "fp32");
        for (String setting : settings.split(" ")) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ExperimentReader.read(null, all);
    }

    private static Trained trained(Experiment experiment, Dataset opened, ProcessGroup group) {
        Dataset images = experiment.samples(opened);
        Experiment known = experiment.forImages(images);
        Compute compute = new Compute(Device.CPU, Precision.FP32, 1, group);
        compute.useThreads();
        Dataset part = known.trainingPart(images);
        boolean isPrivate = known.settings().privacy().isOn();
        int size = known.training().batch();
        try (Learner learner = known.newLearner(known.architectures(), compute);
                BatchSource batches = isPrivate
                        ? new PoissonBatches(part, size, 1, Device.CPU, false)
                        : new ShuffledBatches(part, size, 1, Device.CPU, false);
                var _ = BatchStatistics.of(known.machine().group().isSynchronized() ? group : ProcessGroup.SINGLE);
                var _ = TensorScope.open()) {
            if (learner.seesOnlyWhatIsAsked()) {
                GradientRule.Asked share = GroupSum.share(group, size);
                batches.readOnly(share.from(), share.from() + share.count());
            }
            Map<String, Double> statistics = learner.step(batches.next());
            Map<String, float[]> tensors = new TreeMap<>();
            learner.tensors()
                    .forEach((file, each) -> each.forEach((name, tensor) -> {
                        if (!name.startsWith("optimizer")) {
                            tensors.put(file + "/" + name, tensor.toFloats());
                        }
                    }));
            return new Trained(statistics, tensors);
        }
    }

    private List<Trained> trained(Experiment experiment, Dataset images, int members) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(members)) {
            List<Callable<Trained>> jobs = IntStream.range(0, members)
                    .<Callable<Trained>>mapToObj(rank -> () -> {
                        try (GlooGroup group = GlooGroup.meet(
                                folder.resolve("meeting"), rank, members, "127.0.0.1", Duration.ofSeconds(60))) {
                            return trained(experiment, images, group);
                        }
                    })
                    .toList();
            List<Trained> all = new ArrayList<>();
            for (Future<Trained> job : threads.invokeAll(jobs)) {
                all.add(job.get());
            }
            return all;
        }
    }

    /** Of all numbers of a tensor together, relative to their length. */
    private static double difference(float[] expected, float[] found) {
        double squares = 0;
        double all = 1e-12;
        for (int i = 0; i < expected.length; i++) {
            squares += Math.pow(expected[i] - found[i], 2);
            all += expected[i] * expected[i];
        }
        return Math.sqrt(squares / all);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "dcgan, generator.width=4 discriminator.width=4 generator.latent=8",
        "sngan, generator.width=4 discriminator.width=4 generator.latent=8 data.labels=use",
        "classifier, width=4",
    })
    void synchronized_statistics_train_what_the_whole_batch_trains(String preset, String settings) throws Exception {
        compare(preset, settings + " machine.group.batch-norm=synchronized");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sngan, generator.width=4 discriminator.width=4 generator.latent=8 generator.normalization=none",
        "private, generator.width=4 discriminator.width=4 generator.latent=8 generator.normalization=none privacy.epsilon=20"
                + " privacy.embedding.share=0 training.seed=1",
        "vae-gan, variance=1 encoder.width=4 decoder.width=4 latent=4 encoder.normalization=none decoder.normalization=none",
    })
    void shares_of_a_batch_train_what_the_whole_batch_trains(String preset, String settings) throws Exception {
        compare(preset, settings);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "r3gan, 1e-5, generator.width=4 discriminator.width=4 generator.latent=8",
        "wgan-gp, 1e-5, generator.width=4 discriminator.width=4 generator.latent=8 generator.normalization=none",
        "dcgan, 1e-5, generator.width=4 discriminator.width=4 generator.latent=8 generator.normalization=none"
                + " discriminator.normalization=none augmentation.probability=0.7",
        "autoencoder, 1e-5, encoder.width=4 decoder.width=4 latent=4 encoder.normalization=none decoder.normalization=none",
        "vae, 1e-5, variance=0.1 encoder.width=4 decoder.width=4 latent=4 encoder.normalization=none decoder.normalization=none",
        "pix2pix, 5e-5, generator.dropout=0 generator.width=4 generator.depth=3 discriminator.width=4 discriminator.depth=1"
                + " source.task=inpaint generator.normalization=none discriminator.normalization=none",
    })
    void two_shares_train_to_the_bit_what_one_process_trains_in_two_parts(
            String preset, double rounding, String settings) throws Exception {
        Experiment parts = experiment(preset, settings + " training.micro-batch=4");
        try (Dataset images = TinyRuns.labeled(3)) {
            Map<String, float[]> expected = gradients(trained(parts, images, ProcessGroup.SINGLE));

            // What is left to the whole batch is the order in which layers add over samples, not the sum over
            // processes.
            compare(preset, settings, rounding)
                    .forEach((name, found) -> assertThat(found).as(name).containsExactly(expected.get(name)));
        }
    }

    /** As the optimizers hold them after the first step, and running statistics. */
    private static Map<String, float[]> gradients(Trained trained) {
        Map<String, float[]> found = new TreeMap<>();
        trained.tensors.forEach((name, tensor) -> {
            // Of weights, a gradient that is 0 but for rounding, as of a bias before normalization, makes Adam step by
            // rounding alone.
            if (name.startsWith("optimizer") || name.contains("running_")) {
                found.put(name, tensor);
            }
        });
        return found;
    }

    private void compare(String preset, String settings) throws Exception {
        compare(preset, settings, 1e-5);
    }

    /**
     * Two members with the whole batch.
     *
     * @param rounding how far gradients may lie apart, relative to their length
     * @return those of the members
     */
    private Map<String, float[]> compare(String preset, String settings, double rounding) throws Exception {
        Experiment experiment = experiment(preset, settings);
        try (Dataset images = TinyRuns.labeled(3)) {
            Trained alone = trained(experiment, images, ProcessGroup.SINGLE);

            List<Trained> members = trained(experiment, images, 2);

            for (Trained member : members) {
                assertThat(member.statistics).containsOnlyKeys(alone.statistics.keySet());
                alone.statistics.forEach((name, value) -> assertThat(member.statistics.get(name))
                        .as(name)
                        .isCloseTo(value, within(1e-5 * Math.max(1, Math.abs(value)))));
                Map<String, float[]> found = gradients(member);
                gradients(alone)
                        .forEach((name, tensor) -> assertThat(difference(tensor, found.get(name)))
                                .as(name)
                                .isLessThan(rounding));
            }
            // The same to the bit, so that networks never drift apart.
            members.getFirst()
                    .tensors
                    .forEach((name, tensor) -> assertThat(
                                    members.getLast().tensors.get(name))
                            .as(name)
                            .containsExactly(tensor));
            return gradients(members.getFirst());
        }
    }
}
