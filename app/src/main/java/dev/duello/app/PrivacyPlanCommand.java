package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.learn.PrivacySettings;
import dev.duello.learn.SettingException;
import dev.duello.privacy.PrivacyPlan;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Computes the noise and the cost of a privacy budget, without training.",
        footer = {
            "",
            "release: noise of the mean embedding of each class, released once before the steps. noise: standard deviation of what is added to a sum, divided by the clipping norm. PRV: the promise, by numerical"
                    + " composition. RDP: the same by Rényi divergences, a looser bound."
        },
        mixinStandardHelpOptions = true)
final class PrivacyPlanCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            completionCandidates = Completions.Data.class,
            description = "The images, of which only the number matters (default: fashion-mnist).")
    private @Nullable String data;

    @Option(names = "--records", paramLabel = "N", description = "Their number instead.")
    private int records;

    @Option(
            names = "--epsilon",
            paramLabel = "N,...",
            split = ",",
            defaultValue = "1,3,10",
            description = "Promises (default: ${DEFAULT-VALUE}).")
    private List<Double> epsilons;

    @Option(
            names = "--kimg",
            paramLabel = "N,...",
            split = ",",
            description = "Lengths in thousands of images; that of the preset by default.")
    private @Nullable List<Double> kimgs;

    @Option(names = "--batch", paramLabel = "N", description = "Images in a step on average; of the preset by default.")
    private int batch;

    @Option(names = "--delta", paramLabel = "N", description = "1e-5 by default, less for many images.")
    private double delta;

    @Option(
            names = "--share",
            paramLabel = "N",
            description = "Share of epsilon for the release of the mean embedding, 0 to 1; of the preset by default.")
    private @Nullable Double share;

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Experiment preset = ExperimentReader.preset("private");
        int count = records > 0 ? records : counted(preset);
        int size = batch > 0 ? batch : preset.training().batch();
        double chance = delta > 0 ? delta : PrivacyPlan.usualDelta(count);
        PrivacySettings settings = divided(preset.settings().privacy());
        List<Double> lengths = kimgs == null ? List.of(preset.training().kimg()) : kimgs;
        List<PrivacyPlan> plans = new ArrayList<>();
        List<Double> promises = new ArrayList<>();
        List<Double> lengthOf = new ArrayList<>();
        for (double epsilon : epsilons) {
            for (double kimg : lengths) {
                try {
                    long images = Math.ceilDiv(Math.round(kimg * 1000), size) * size;
                    plans.add(plan(settings, epsilon, chance, count, size, images));
                    promises.add(epsilon);
                    lengthOf.add(images / 1000.0);
                } catch (IllegalArgumentException e) {
                    throw new ParameterException(spec.commandLine(), e.getMessage());
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            print(plans, promises, out);
        } else {
            table(plans, promises, lengthOf, out);
        }
        out.flush();
        return 0;
    }

    private PrivacySettings divided(PrivacySettings settings) {
        if (share == null) {
            return settings;
        }
        try {
            return settings.withEmbeddingShare(share);
        } catch (SettingException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** As a training of so many images would have it. */
    private static PrivacyPlan plan(
            PrivacySettings settings, double epsilon, double delta, int records, int batch, long images) {
        long warmUp = Math.min(images, settings.warmUp(batch));
        double forRelease = settings.embedding().share() * epsilon;
        return PrivacyPlan.forBudget(
                epsilon,
                delta,
                records,
                batch,
                (images - warmUp) / batch,
                settings.clipNorm(),
                forRelease == 0 ? 0 : PrivacyPlan.noiseOfRelease(forRelease, delta));
    }

    private int counted(Experiment preset) {
        DataSettings options = preset.data();
        try (Dataset images = Datasets.open(data == null ? options.source() : data, options.loadOptions(Split.TRAIN))) {
            return preset.trainingPart(images).size();
        }
    }

    private static void table(List<PrivacyPlan> plans, List<Double> promises, List<Double> lengths, PrintWriter out) {
        PrivacyPlan first = plans.getFirst();
        out.printf(
                "%,d records, batches of %,d on average (each record with probability %s), delta %s, clipping norm %s%n%n",
                first.records(),
                first.batch(),
                PrivacyText.number(first.samplingRate()),
                PrivacyText.number(first.delta()),
                PrivacyText.number(first.clipNorm()));
        out.printf("%8s %10s %10s %10s %10s %10s %10s%n", "epsilon", "kimg", "release", "steps", "noise", "PRV", "RDP");
        Set<String> remarks = new LinkedHashSet<>();
        for (int i = 0; i < plans.size(); i++) {
            PrivacyPlan plan = plans.get(i);
            out.printf(
                    "%8s %10s %10s %,10d %10s %10.3f %10.3f%n",
                    PrivacyText.number(promises.get(i)),
                    PrivacyText.number(lengths.get(i)),
                    plan.releaseNoise() == 0 ? "none" : PrivacyText.number(plan.releaseNoise()),
                    plan.steps(),
                    plan.steps() == 0 ? "none" : PrivacyText.number(plan.noiseMultiplier()),
                    plan.epsilonByPrv(),
                    plan.epsilonByRdp());
            remarks.addAll(plan.remarks());
        }
        out.println();
        remarks.forEach(out::println);
        out.println(PrivacyText.PUBLISHED);
    }

    private static void print(List<PrivacyPlan> plans, List<Double> promises, PrintWriter out) {
        Json node = Json.object();
        Json.Items items = node.putArray("plans");
        for (int i = 0; i < plans.size(); i++) {
            PrivacyPlan plan = plans.get(i);
            items.addObject()
                    .put("epsilon", promises.get(i))
                    .put("delta", plan.delta())
                    .put("records", plan.records())
                    .put("batch", plan.batch())
                    .put("sampling-rate", plan.samplingRate())
                    .put("steps", plan.steps())
                    .put("embedding-noise-multiplier", plan.releaseNoise())
                    .put("noise-multiplier", plan.noiseMultiplier())
                    .put("clip-norm", plan.clipNorm())
                    .put("epsilon-prv", plan.epsilonByPrv())
                    .put("epsilon-rdp", plan.epsilonByRdp())
                    .put("remarks", String.join(" ", plan.remarks()));
        }
        node.print(out);
    }
}
