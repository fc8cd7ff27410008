package dev.duello.privacy.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param samples how many samples were looked at
 * @param members how many training images they were compared with
 * @param attackedMembers how many of these were attacked
 * @param attackedNonMembers how many non-members were attacked, 0 when there are none
 * @param network the name of the feature network
 * @param attacks none without non-members
 * @param blind what tells members from non-members without the model; null without non-members
 * @param gap mean logit of members less that of non-members; NaN without a discriminator or without non-members
 * @param suspects the samples that resemble one training image most, the most suspicious first
 */
public record AuditReport(
        int samples,
        int members,
        int attackedMembers,
        int attackedNonMembers,
        String network,
        List<Attack> attacks,
        @Nullable RocCurve blind,
        double gap,
        Copying copying,
        List<Suspect> suspects) {
    /** How often an audit of a model without a leak may find one, over all of its attacks together. */
    public static final double SIGNIFICANCE = 0.05;
    /** Shares of memorized samples up to this are not called copying. */
    private static final double FEW_COPIES = 0.001;

    static final double[] RATES = {0.01, 0.001};

    /** What the numbers say. */
    public enum Verdict {
        /** Samples are copies of training images. */
        COPIES,
        /** Samples tell who was a member. */
        LEAKS,
        /** The discriminator tells it, and the samples do not. */
        DISCRIMINATOR_LEAKS,
        /** Nothing was found. */
        NO_SIGN,
        /** No copies were found; there are no non-members to look for more. */
        UNKNOWN
    }

    public Verdict verdict() {
        if (copies()) {
            return Verdict.COPIES;
        }
        if (attacks.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (strongest(Attack.Needs.SAMPLES).filter(this::isSignificant).isPresent()) {
            return Verdict.LEAKS;
        }
        return strongest(Attack.Needs.DISCRIMINATOR).filter(this::isSignificant).isPresent()
                ? Verdict.DISCRIMINATOR_LEAKS
                : Verdict.NO_SIGN;
    }

    private boolean copies() {
        double low = copying.memorized().interval(1 - SIGNIFICANCE).low();
        Proportion usual = copying.memorizedOfNonMembers();
        return low > FEW_COPIES
                && (usual == null || low > usual.interval(1 - SIGNIFICANCE).high());
    }

    /** The attack of a kind that tells most, a significant one before all others. */
    public Optional<Attack> strongest(Attack.Needs needs) {
        return attacks.stream()
                .filter(attack -> attack.needs() == needs)
                .max(Comparator.comparing(this::isSignificant)
                        .thenComparing(attack -> attack.roc().auc()));
    }

    /** Whether an attack succeeds more often than chance lets one of all these attacks. */
    public boolean isSignificant(Attack attack) {
        double confidence = 1 - SIGNIFICANCE / attacks.size();
        if (attack.roc().aucInterval(confidence).low() > 0.5) {
            return true;
        }
        for (double rate : RATES) {
            OperatingPoint point = attack.roc().at(rate);
            // Over the attacks and over the rates that are looked at.
            if (point.isResolvable()
                    && point.epsilonLowerBound(0, 1 - SIGNIFICANCE / attacks.size() / RATES.length) > 0) {
                return true;
            }
        }
        return false;
    }

    /** An attack with at least this area would have been noticed. */
    public double resolution() {
        return 0.5
                + attacks.stream()
                        .mapToDouble(attack -> attack.roc()
                                .aucInterval(1 - SIGNIFICANCE / attacks.size())
                                .halfWidth())
                        .max()
                        .orElse(0.5);
    }

    /** Whether members and non-members differ so much by themselves that attacks may find just that. */
    public boolean isBlindlyTold() {
        return blind != null && blind.aucInterval(1 - SIGNIFICANCE).low() > 0.5;
    }

    /** The largest epsilon that an attack refutes at a rate that can be resolved; 0 when none does. */
    public double epsilonLowerBound(double delta) {
        double largest = 0;
        for (Attack attack : attacks) {
            for (double rate : RATES) {
                OperatingPoint point = attack.roc().at(rate);
                if (point.isResolvable()) {
                    largest = Math.max(
                            largest, point.epsilonLowerBound(delta, 1 - SIGNIFICANCE / attacks.size() / RATES.length));
                }
            }
        }
        return largest;
    }
}
