package dev.duello.app;

import dev.duello.privacy.audit.Attack;
import dev.duello.privacy.audit.AuditReport;
import dev.duello.privacy.audit.Copying;
import dev.duello.privacy.audit.Interval;
import dev.duello.privacy.audit.OperatingPoint;
import dev.duello.privacy.audit.PrivacyRegion;
import dev.duello.privacy.audit.Proportion;
import dev.duello.privacy.audit.RocCurve;
import dev.duello.privacy.audit.Suspect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An audit for programs. Shares are from 0 to 1, intervals of 95 %. */
final class AuditJson {
    private AuditJson() {}

    static Json of(String audited, AuditReport report, @Nullable PrivacyRegion allowed) {
        Json node = Json.object()
                .put("audited", audited)
                .put("verdict", report.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("sentence", AuditWords.verdict(report) + ". " + AuditWords.reason(report));
        node.putObject("protocol")
                .put("samples", report.samples())
                .put("members", report.members())
                .put("attacked-members", report.attackedMembers())
                .put("attacked-non-members", report.attackedNonMembers())
                .put("features", report.network());
        if (!report.attacks().isEmpty()) {
            node.put("resolution", report.resolution());
        }
        if (report.blind() != null) {
            auc(node.putObject("blind"), report.blind());
        }
        if (!Double.isNaN(report.gap())) {
            node.put("discriminator-gap", report.gap());
        }
        if (allowed != null) {
            node.putObject("promised").put("epsilon", allowed.epsilon()).put("delta", allowed.delta());
        }
        node.put("epsilon-lower-bound", report.epsilonLowerBound(allowed == null ? 0 : allowed.delta()));
        Json.Items attacks = node.putArray("attacks");
        report.attacks().forEach(attack -> put(attacks.addObject(), report, attack));
        put(node.putObject("copying"), report.copying());
        Json.Items suspects = node.putArray("suspects");
        report.suspects().forEach(suspect -> put(suspects.addObject(), suspect));
        Json.Items notes = node.putArray("notes");
        AuditWords.notes(report, allowed).forEach(note -> notes.addObject().put("note", note));
        return node;
    }

    private static void auc(Json node, RocCurve roc) {
        Interval interval = roc.aucInterval(AuditWords.CONFIDENCE);
        node.put("auc", roc.auc()).put("auc-low", interval.low()).put("auc-high", interval.high());
    }

    private static void put(Json node, AuditReport report, Attack attack) {
        node.put("name", attack.name())
                .put("needs", attack.needs().name().toLowerCase(Locale.ROOT))
                .put("calibrated", attack.isCalibrated())
                .put("significant", report.isSignificant(attack));
        auc(node, attack.roc());
        Json.Items points = node.putArray("found");
        for (double rate : new double[] {0.01, 0.001}) {
            OperatingPoint point = attack.roc().at(rate);
            Json at = points.addObject().put("false-positive-rate", rate).put("resolvable", point.isResolvable());
            if (point.isResolvable()) {
                put(at, "true-positive-rate", point.truePositives());
            }
        }
    }

    private static void put(Json node, String key, @Nullable Proportion share) {
        if (share != null) {
            Interval interval = share.interval(AuditWords.CONFIDENCE);
            node.put(key, share.value()).put(key + "-low", interval.low()).put(key + "-high", interval.high());
        }
    }

    private static void put(Json node, Copying copying) {
        put(node, "memorized", copying.memorized());
        put(node, "memorized-of-non-members", copying.memorizedOfNonMembers());
        node.put("median-ratio", copying.medianRatio());
        put(node, "authentic", copying.authentic());
        put(node, "authentic-of-non-members", copying.authenticNonMembers());
        put(node, "identifiable", copying.identifiable());
        put(node, "identifiable-of-non-members", copying.identifiableNonMembers());
        put(node, "closer-to-members", copying.closer());
        if (!Double.isNaN(copying.statistic())) {
            node.put("c-t", copying.statistic());
        }
    }

    private static void put(Json node, Suspect suspect) {
        node.put("sample", suspect.sample()).put("distance", suspect.distance()).put("ratio", suspect.ratio());
        if (!Double.isNaN(suspect.percentile())) {
            node.put("percentile-of-non-members", suspect.percentile());
        }
        Json.Items members = node.putArray("training-images");
        for (int member : suspect.members()) {
            members.add(member);
        }
    }
}
