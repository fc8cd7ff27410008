package dev.duello.app;

import dev.duello.privacy.audit.Attack;
import dev.duello.privacy.audit.AuditReport;
import dev.duello.privacy.audit.PrivacyRegion;
import org.jspecify.annotations.Nullable;

/** What an audit found, as a page: the verdict, the attacks with their curves, copies, and the most suspicious samples. */
final class AuditPage {
    private final String audited;
    private final AuditReport report;
    private final @Nullable PrivacyRegion allowed;
    private final AuditPictures pictures;
    private final StringBuilder body = new StringBuilder();

    private AuditPage(String audited, AuditReport report, @Nullable PrivacyRegion allowed, AuditPictures pictures) {
        this.audited = audited;
        this.report = report;
        this.allowed = allowed;
        this.pictures = pictures;
    }

    static String of(String audited, AuditReport report, @Nullable PrivacyRegion allowed, AuditPictures pictures) {
        AuditPage page = new AuditPage(audited, report, allowed, pictures);
        page.verdict();
        page.attacks();
        page.copying();
        page.suspects();
        return Html.page("Privacy audit of " + audited, page.body.toString());
    }

    private void verdict() {
        body.append("<h1>Privacy audit of ")
                .append(Html.escape(audited))
                .append("</h1>\n<p class=\"protocol\">")
                .append(Html.escape(AuditWords.protocol(report)))
                .append(".</p>\n<h2>")
                .append(Html.escape(AuditWords.verdict(report)))
                .append("</h2>\n<p>")
                .append(Html.escape(AuditWords.reason(report)))
                .append("</p>\n");
        for (String note : AuditWords.notes(report, allowed)) {
            body.append("<p>").append(Html.escape(note)).append("</p>\n");
        }
    }

    private void attacks() {
        if (report.attacks().isEmpty()) {
            return;
        }
        body.append(
                        "<h2>Attacks</h2>\n<p class=\"soft\">Each gives training images and others a score, and takes the highest"
                                + " for training images. <em>Found</em> is the share of training images among those while 1 or 0.1 per"
                                + " cent of the others are accused. Intervals are of 95 %.</p>\n")
                .append(Html.scrolled("Attacks"))
                .append(
                        "<table>\n<tr><th>Attack</th><th>Needs</th><th class=\"n\">AUC</th>"
                                + "<th class=\"n\">Found at 1 %</th><th class=\"n\">Found at 0.1 %</th><th>More than chance</th></tr>\n");
        for (Attack attack : report.attacks()) {
            body.append("<tr><td>")
                    .append(Html.escape(AuditWords.name(attack)))
                    .append("</td><td>")
                    .append(Html.escape(AuditWords.needs(attack)))
                    .append("</td><td class=\"n\">")
                    .append(AuditWords.auc(attack))
                    .append("</td><td class=\"n\">")
                    .append(AuditWords.found(attack, 0.01))
                    .append("</td><td class=\"n\">")
                    .append(AuditWords.found(attack, 0.001))
                    .append("</td><td>")
                    .append(report.isSignificant(attack) ? "yes" : "no")
                    .append("</td></tr>\n");
        }
        body.append("</table></div>\n");
        RocPlot plot = new RocPlot(report, allowed);
        PlotCanvas.Svg svg = new PlotCanvas.Svg(
                "roc",
                RocPlot.WIDTH,
                plot.height(),
                "Training images found against non-members accused, of each attack, on logarithmic axes",
                "The table above has the values.");
        plot.draw(svg);
        body.append("<figure>")
                .append(svg)
                .append(
                        "<figcaption>Curves above the diagonal detect members. What matters most is the left side: members"
                                + " that are found while hardly anyone is accused wrongly.</figcaption></figure>\n");
    }

    private void copying() {
        body.append("<h2>Copies</h2>\n")
                .append(Html.scrolled("Copies"))
                .append("<table>\n<tr><th>Test</th><th class=\"n\">Samples</th><th class=\"n\">Unseen images</th>"
                        + "<th>Meaning</th></tr>\n");
        for (AuditWords.Line line : AuditWords.copying(report.copying())) {
            body.append("<tr><td>")
                    .append(Html.escape(line.name()))
                    .append("</td><td class=\"n\">")
                    .append(line.value())
                    .append("</td><td class=\"n soft\">")
                    .append(line.fresh())
                    .append("</td><td class=\"soft\">")
                    .append(Html.escape(line.help()))
                    .append("</td></tr>\n");
        }
        body.append("</table></div>\n");
    }

    private void suspects() {
        body.append(
                        "<h2>The most suspicious samples</h2>\n<p class=\"soft\">Those that resemble one training image far more than"
                                + " the next, each at the left of the training images nearest to it. A ratio below 0.33 counts as"
                                + " memorized.</p>\n")
                .append(pictures.cards());
    }
}
