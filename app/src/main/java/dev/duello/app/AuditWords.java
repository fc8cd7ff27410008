package dev.duello.app;

import dev.duello.privacy.audit.Attack;
import dev.duello.privacy.audit.AuditReport;
import dev.duello.privacy.audit.Copying;
import dev.duello.privacy.audit.Interval;
import dev.duello.privacy.audit.Memorized;
import dev.duello.privacy.audit.OperatingPoint;
import dev.duello.privacy.audit.PrivacyRegion;
import dev.duello.privacy.audit.Proportion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An audit in words: for the console and the page alike. */
final class AuditWords {
    static final double CONFIDENCE = 0.95;

    private AuditWords() {}

    static String name(Attack attack) {
        return attack.name() + (attack.isCalibrated() ? ", calibrated" : "");
    }

    static String needs(Attack attack) {
        return switch (attack.needs()) {
            case SAMPLES -> attack.isCalibrated() ? "samples, a reference" : "samples";
            case DISCRIMINATOR -> attack.isCalibrated() ? "discriminator, a reference" : "discriminator";
        };
    }

    /** The verdict in two words or three. */
    static String verdict(AuditReport report) {
        return switch (report.verdict()) {
            case COPIES -> "Copies";
            case LEAKS -> "Leaks";
            case DISCRIMINATOR_LEAKS -> "The discriminator leaks";
            case NO_SIGN -> "No sign of leakage at this resolution";
            case UNKNOWN -> "No copies were found; more cannot be said";
        };
    }

    /** What is behind the verdict, and what to do. */
    static String reason(AuditReport report) {
        return switch (report.verdict()) {
            case COPIES ->
                percent(report.copying().memorized()) + " of the samples are a training image nearly as it is"
                        + usual(report.copying()) + ". Do not give them away, nor the generator.";
            case LEAKS ->
                "The samples reveal who was in the training data. "
                        + strongest(report, Attack.Needs.SAMPLES)
                        + " More training images, augmentation or a shorter training leak less; differential privacy"
                        + " bounds it.";
            case DISCRIMINATOR_LEAKS ->
                "The samples give no sign of leakage at this resolution, but the discriminator does. "
                        + strongest(report, Attack.Needs.DISCRIMINATOR)
                        + " Samples can be given away; checkpoints hold the discriminator.";
            case NO_SIGN ->
                String.format(
                        "An attack with an AUC of %.3f or more, where 0.5 is guessing, would have been noticed. That is"
                                + " no proof: stronger attacks may find more.",
                        report.resolution());
            case UNKNOWN ->
                "Whether the samples reveal who was in the training data cannot be measured without images of the same kind"
                        + " that were not in it: name some with --non-members, or train with data.held-out.";
        };
    }

    private static String usual(Copying copying) {
        Proportion usual = copying.memorizedOfNonMembers();
        return usual == null ? "" : ", of images that were never seen " + percent(usual);
    }

    private static String strongest(AuditReport report, Attack.Needs needs) {
        Attack attack = report.strongest(needs).orElseThrow();
        String sentence = String.format(
                "The strongest attack, %s, has an AUC of %s (0.5 is guessing)", name(attack), auc(attack));
        OperatingPoint point = attack.roc().at(0.01);
        return point.isResolvable()
                ? sentence
                        + String.format(
                                " and finds %s of the training images while it accuses 1 %% of others.",
                                percent(point.truePositives()))
                : sentence + ".";
    }

    static String auc(Attack attack) {
        Interval interval = attack.roc().aucInterval(CONFIDENCE);
        return String.format("%.3f (%.3f to %.3f)", attack.roc().auc(), interval.low(), interval.high());
    }

    /** Members found at a rate, with the exact interval. */
    static String found(Attack attack, double rate) {
        OperatingPoint point = attack.roc().at(rate);
        if (!point.isResolvable()) {
            return "not resolvable";
        }
        Interval interval = point.truePositives().interval(CONFIDENCE);
        return String.format(
                "%.2f %% (%.2f to %.2f)",
                100 * point.truePositives().value(), 100 * interval.low(), 100 * interval.high());
    }

    static String percent(Proportion share) {
        return String.format("%.1f %%", 100 * share.value());
    }

    private static String percent(@Nullable Proportion share, String otherwise) {
        return share == null ? otherwise : percent(share);
    }

    /**
     * One line on how near samples come to training images.
     *
     * @param fresh the same of images that were never seen, where that means something
     */
    record Line(String name, String value, String fresh, String help) {}

    static List<Line> copying(Copying copying) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "memorized",
                percent(copying.memorized()),
                percent(copying.memorizedOfNonMembers(), "-"),
                String.format(
                        "samples whose nearest training image is less than a third as far as the second nearest, in pixels"
                                + " (limit %.2f); the median of this ratio is %.2f",
                        Memorized.LIMIT, copying.medianRatio())));
        lines.add(new Line(
                "authentic",
                percent(copying.authentic()),
                percent(copying.authenticNonMembers(), "-"),
                "samples whose nearest training image has another training image nearer to it; less than of unseen images"
                        + " means that samples cling to the training data"));
        lines.add(new Line(
                "identifiable",
                percent(copying.identifiable()),
                percent(copying.identifiableNonMembers(), "-"),
                "training images that have a sample nearer than any other training image; beside unseen images as many"
                        + " samples are as near to by chance"));
        lines.add(new Line(
                "closer to members",
                percent(copying.closer(), "-"),
                "50 %",
                "samples nearer to a training image than to any of as many unseen ones"));
        lines.add(new Line(
                "C_T",
                Double.isNaN(copying.statistic()) ? "-" : String.format("%.1f", copying.statistic()),
                "0",
                "distances to the training data against those of unseen images, in standard deviations: far below 0, samples"
                        + " are copies or more typical than real images; far above, they miss the data"));
        return lines;
    }

    /** What a reader must know beside the verdict. */
    static List<String> notes(AuditReport report, @Nullable PrivacyRegion allowed) {
        List<String> notes = new ArrayList<>();
        if (report.isBlindlyTold() && report.blind() != null) {
            notes.add(String.format(
                    "Training images and non-members can be distinguished without the model, with an AUC of %.3f: what the"
                            + " attacks find may be that difference. Take non-members from the same source.",
                    report.blind().auc()));
        }
        if (allowed != null) {
            double refuted = report.epsilonLowerBound(allowed.delta());
            notes.add(
                    refuted > allowed.epsilon()
                            ? String.format(
                                    "An attack succeeds more often than epsilon %.3g allows: at least %.3g was spent, if"
                                            + " members and non-members are of one distribution. Something is wrong.",
                                    allowed.epsilon(), refuted)
                            : String.format(
                                    "Epsilon %.3g is not contradicted; the attacks show at least %.3g.",
                                    allowed.epsilon(), refuted));
        }
        if (!Double.isNaN(report.gap())) {
            notes.add(String.format(
                    "The discriminator's mean logit of training images is %.3f above that of others.", report.gap()));
        }
        return notes;
    }

    static String protocol(AuditReport report) {
        return String.format(
                "%,d samples against %,d training images; %,d of these and %,d non-members attacked; features %s",
                report.samples(),
                report.members(),
                report.attackedNonMembers() == 0 ? 0 : report.attackedMembers(),
                report.attackedNonMembers(),
                report.network());
    }

    /** For the console. */
    static String table(AuditReport report, @Nullable PrivacyRegion allowed) {
        StringBuilder text = new StringBuilder();
        text.append(verdict(report)).append(". ").append(reason(report)).append('\n');
        notes(report, allowed).forEach(note -> text.append(note).append('\n'));
        if (!report.attacks().isEmpty()) {
            text.append(String.format(
                    "%n%-36s %-27s %-23s  %-23s %s%n", "attack", "needs", "AUC (95 %)", "found, 1 % accused", "0.1 %"));
            for (Attack attack : report.attacks()) {
                text.append(String.format(
                        "%-36s %-27s %-23s%s %-23s %s%n",
                        name(attack),
                        needs(attack),
                        auc(attack),
                        report.isSignificant(attack) ? "*" : " ",
                        found(attack, 0.01),
                        found(attack, 0.001)));
            }
            text.append(String.format("* more than chance lets one of these attacks find%n"));
        }
        text.append(String.format("%n%-36s %-12s %s%n", "copying", "samples", "unseen images"));
        for (Line line : copying(report.copying())) {
            text.append(String.format("%-36s %-12s %s%n", line.name, line.value, line.fresh));
        }
        return text.append("with ").append(protocol(report)).append('\n').toString();
    }
}
