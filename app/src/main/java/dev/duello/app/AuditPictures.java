package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.SampleTiles;
import dev.duello.metric.ImageSource;
import dev.duello.privacy.audit.AuditReport;
import dev.duello.privacy.audit.Suspect;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The most suspicious samples, each at the left of the training images nearest to it. */
final class AuditPictures {
    private static final int COLUMNS = 4;
    private static final int CAPTION = 34;
    private static final int GAP = 12;
    private static final int COMFORTABLE_SIDE = 56;

    private final AuditReport report;
    private final ImageSource samples;
    private final Dataset members;

    AuditPictures(AuditReport report, ImageSource samples, Dataset members) {
        this.report = report;
        this.samples = samples;
        this.members = members;
    }

    /** All of them in one picture, with their distances where there are fonts. */
    BufferedImage strip() {
        ImageFormat format = SampleTiles.format(samples.format());
        int shown = 1 + report.suspects().getFirst().members().length;
        int zoom = Math.max(1, Math.ceilDiv(COMFORTABLE_SIDE, format.width()));
        int tile = shown * (format.width() * zoom + 2) + 6;
        int height = format.height() * zoom + CAPTION;
        int columns = Math.min(COLUMNS, report.suspects().size());
        int rows = Math.ceilDiv(report.suspects().size(), columns);
        PlotCanvas.Picture picture =
                new PlotCanvas.Picture(columns * (tile + GAP) + GAP, rows * (height + GAP) + GAP, 1, 11);
        for (int i = 0; i < report.suspects().size(); i++) {
            Suspect suspect = report.suspects().get(i);
            int left = GAP + i % columns * (tile + GAP);
            int top = GAP + i / columns * (height + GAP);
            picture.image(sample(suspect), left, top, zoom);
            for (int rank = 0; rank < suspect.members().length; rank++) {
                picture.image(
                        member(suspect.members()[rank]),
                        left + 6 + (rank + 1) * (format.width() * zoom + 2),
                        top,
                        zoom);
            }
            picture.text(left, top + format.height() * zoom + 14, "start", distances(suspect));
            picture.text(left, top + format.height() * zoom + 27, "start", percentile(suspect));
        }
        return picture.image();
    }

    static String distances(Suspect suspect) {
        return String.format("distance %s, ratio %.2f", MetricTable.number(suspect.distance()), suspect.ratio());
    }

    /** Empty without non-members. */
    static String percentile(Suspect suspect) {
        return Double.isNaN(suspect.percentile())
                ? ""
                : String.format("nearer than %.1f %% of unseen images", 100 * (1 - suspect.percentile()));
    }

    /** The samples and their neighbors as figures of a page. */
    String cards() {
        StringBuilder cards = new StringBuilder("<div class=\"cards\">\n");
        for (Suspect suspect : report.suspects()) {
            cards.append("<figure class=\"card\"><div>")
                    .append(Html.pictures(samples.format(), pixels(suspect.sample()), 1, "sample " + suspect.sample()))
                    .append(Html.pictures(
                            samples.format(),
                            nearest(suspect),
                            suspect.members().length,
                            "the training images nearest to it"))
                    .append("</div><figcaption>sample ")
                    .append(suspect.sample())
                    .append(", ")
                    .append(Html.escape(distances(suspect)))
                    .append(Double.isNaN(suspect.percentile()) ? "" : ", ")
                    .append(Html.escape(percentile(suspect)))
                    .append("</figcaption></figure>\n");
        }
        return cards.append("</div>\n").toString();
    }

    private MemorySegment pixels(int sample) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(samples.format().bytes());
            samples.fill(sample, 1, stored);
            return MemorySegment.ofArray(stored.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private MemorySegment nearest(Suspect suspect) {
        MemorySegment all = MemorySegment.ofArray(
                new byte[suspect.members().length * samples.format().bytes()]);
        members.gather(suspect.members(), all);
        return all;
    }

    private BufferedImage sample(Suspect suspect) {
        return picture(pixels(suspect.sample()));
    }

    private BufferedImage member(int index) {
        return picture(MemorySegment.ofArray(members.stored(index)));
    }

    private BufferedImage picture(MemorySegment sample) {
        return new ImageGrid(1, 0, 1)
                .layOut(
                        SampleTiles.format(samples.format()),
                        MemorySegment.ofArray(SampleTiles.of(samples.format(), sample)));
    }
}
