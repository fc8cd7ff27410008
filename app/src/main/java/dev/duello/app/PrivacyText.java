package dev.duello.app;

import dev.duello.learn.PrivacySettings;
import dev.duello.privacy.PrivacyPlan;
import dev.duello.train.PrivacyStatement;
import dev.duello.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a private training promises and by what means, for people. */
final class PrivacyText {
    /** What a classifier that was trained on samples alone reached on real images. */
    static final String PUBLISHED =
            "Published for private GANs, with 60,000 records and hours on a GPU: a classifier trained on samples alone"
                    + " tells real images right in 92 % (MNIST) and 70 to 72 % (Fashion-MNIST), at epsilon 1 and 10"
                    + " (DPImageBench, 2026). Measured with this preset in minutes on one core: 75 % (Fashion-MNIST, epsilon 1).";

    static final String NOT_COVERED =
            "Not covered: the number and size of images and the names of classes, which stand in the"
                    + " run; several images of one person; trying several settings on the same images.";

    private PrivacyText() {}

    /** As few digits as say it. */
    static String number(double value) {
        if (value != 0 && Math.abs(value) < 1e-3) {
            return String.format(Locale.ROOT, "%.3g", value).replaceFirst("\\.?0+e", "e");
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** Never "anonymous": differential privacy bounds a risk and does not make it nothing. */
    static String promise(String name, PrivacyStatement statement) {
        return String.format(
                Locale.ROOT,
                "The model %s was trained with (%s, %s)-differential privacy: adding or removing any one image changes the"
                        + " probability of any result by at most a factor of e^%s, but for a chance of %s.",
                name,
                number(statement.epsilon()),
                number(statement.delta()),
                number(statement.epsilon()),
                number(statement.delta()));
    }

    /** Before the first step. */
    static List<String> plan(PrivacyPlan plan, TrainingRun run) {
        List<String> lines = new ArrayList<>();
        PrivacySettings privacy = run.experiment().settings().privacy();
        lines.add(String.format(
                Locale.ROOT,
                "Private: epsilon %s at delta %s promised; the planned %s (PRV; %s by RDP).",
                number(privacy.epsilon()),
                number(plan.delta()),
                (plan.steps() == 0 ? "release costs " : String.format(Locale.ROOT, "%,d steps cost ", plan.steps()))
                        + number(plan.epsilonByPrv()),
                number(plan.epsilonByRdp())));
        if (plan.releaseNoise() > 0) {
            lines.add(release(plan, privacy));
        }
        if (plan.steps() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %,d records, each in a step with probability %s (Poisson sampling), clipped to %s, noise multiplier"
                            + " %s.",
                    plan.records(),
                    number(plan.samplingRate()),
                    number(plan.clipNorm()),
                    number(plan.noiseMultiplier())));
        }
        if (run.privacyEndsEarlier()) {
            lines.add("  The promise ends the training before its length does.");
        }
        plan.remarks().forEach(remark -> lines.add("  " + remark));
        lines.add("  " + PUBLISHED);
        lines.add("  " + NOT_COVERED);
        return lines;
    }

    private static String release(PrivacyPlan plan, PrivacySettings privacy) {
        String how = String.format(
                Locale.ROOT,
                "  The mean embedding of each class of %,d records is released once, noise multiplier %s",
                plan.records(),
                number(plan.releaseNoise()));
        return privacy.embedding().isAll()
                ? how + ". The generator learns from nothing else; the discriminator never moves."
                : how + ", which alone costs " + number(plan.epsilonOfRelease()) + ". The generator learns from it for "
                        + number(privacy.warmUp(plan.batch()) / 1000.0) + " kimg before the discriminator begins.";
    }
}
