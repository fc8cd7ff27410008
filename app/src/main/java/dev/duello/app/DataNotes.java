package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is worth knowing of a data set besides its size, in sentences. */
final class DataNotes {
    private static final int SIXTEEN_BITS = 65535;
    /** From here on the share of images that were compressed with loss says something about all of them. */
    private static final double MOST = 0.5;

    private DataNotes() {}

    static List<String> of(Dataset images) {
        LoadReport report = images.report();
        List<String> notes = new ArrayList<>();
        leftOut(report.leftOut()).ifPresent(notes::add);
        if (report.deep() > 0) {
            notes.add(deep(report));
        }
        if (report.furtherFrames() > 0) {
            notes.add(
                    report.furtherFrames() == 1
                            ? "1 file has more than one page or frame: the first is used."
                            : many(
                                    "%,d files have more than one page or frame: the first of each is used; for videos set --frames.",
                                    report.furtherFrames()));
        }
        sounds(report.sounds(), images.size(), notes);
        shapes(report.shapes(), notes);
        videos(report.videos(), notes);
        texts(report.texts(), notes);
        LoadReport.Copies copies = report.copies();
        if (copies.count() > 0) {
            Medium medium = images.format().medium();
            notes.add((copies.count() == 1
                            ? "1 " + medium.singular() + " is an exact copy of another: "
                            : many("%,d " + medium.plural() + " are exact copies of others, such as ", copies.count()))
                    + copies.copy() + " of " + copies.original() + ".");
        }
        single(images).ifPresent(notes::add);
        return notes;
    }

    private static void shapes(LoadReport.Shapes shapes, List<String> notes) {
        if (shapes.open() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of the %,d meshes have holes in their surface (%,d in all): what the outside reaches through one is"
                            + " not filled.",
                    shapes.open(),
                    shapes.meshes(),
                    shapes.holes()));
        }
        if (shapes.scaled() > 0) {
            notes.add(many("%,d of the shapes are larger, and were scaled down.", shapes.scaled()));
        }
        if (shapes.empty() > 0) {
            notes.add(many("%,d of the shapes are empty.", shapes.empty()));
        }
    }

    private static void texts(LoadReport.Texts texts, List<String> notes) {
        if (texts.cut() > 0) {
            notes.add(many(
                    "%,d of the texts are longer: their beginning is used; set --length for more.",
                    (int) Math.min(Integer.MAX_VALUE, texts.cut())));
        }
        if (texts.rareCharacters() > 0) {
            notes.add(String.format(
                    "%,d characters are rare or not in the alphabet: %s%s.",
                    texts.rareCharacters(),
                    texts.rare().entrySet().stream()
                            .map(each -> String.format("%s %,d times", each.getKey(), each.getValue()))
                            .collect(Collectors.joining(", ")),
                    texts.rare().size() < texts.rareCharacters() ? ", ..." : ""));
        }
        if (texts.replaced() > 0) {
            notes.add(many("%,d of the texts have such characters, for which U+FFFD stands.", texts.replaced()));
        }
    }

    private static void sounds(LoadReport.Sounds sounds, int all, List<String> notes) {
        if (sounds.cut() > 0) {
            notes.add(many("%,d of the sounds are longer: their beginning is used", sounds.cut())
                    + (2 * sounds.cut() > all ? "; set --length, or cut the files into pieces before." : "."));
        }
        if (sounds.padded() > 0) {
            notes.add(many("%,d of the sounds are shorter: silence follows them.", sounds.padded()));
        }
        if (sounds.resampled() > 0) {
            notes.add(many("%,d of the sounds had another rate, and were resampled.", sounds.resampled()));
        }
        if (sounds.silent() > 0) {
            notes.add(many("%,d of the sounds are nothing but silence.", sounds.silent()));
        }
    }

    private static void videos(LoadReport.Videos videos, List<String> notes) {
        if (videos.cut() > 0) {
            notes.add((videos.cut() == 1 ? "1 video is" : many("%,d videos are", videos.cut()))
                    + " longer than a clip: they were cut into consecutive clips"
                    + (videos.left() == 0
                            ? "."
                            : many(", and %,d frames behind their last whole clips were left out.", videos.left())));
        }
    }

    /** One line of what was left out on purpose, if anything was. */
    private static Optional<String> leftOut(LoadReport.LeftOut leftOut) {
        List<String> parts = new ArrayList<>();
        count(parts, leftOut.hiddenFiles(), "hidden file");
        count(parts, leftOut.hiddenFolders(), "hidden folder");
        count(parts, leftOut.resourceForks(), "resource fork");
        count(parts, leftOut.otherFiles(), "file of another kind");
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("Left out on purpose: " + String.join(", ", parts) + ".");
    }

    private static void count(List<String> parts, int count, String what) {
        if (count > 0) {
            String plural = what.startsWith("file ") ? "files of other kinds" : what + "s";
            parts.add(count == 1 ? "1 " + what : many("%,d ", count) + plural);
        }
    }

    private static String deep(LoadReport report) {
        String note = (report.deep() == 1 ? "1 image has" : many("%,d images have", report.deep()))
                + " 16 bits a channel, scaled to 8 bits from 0-65535";
        return report.largestSample() >= SIXTEEN_BITS / 2
                ? note + "."
                : note
                        + many(
                                "; no sample is above %d, so they become dark: scale them up before.",
                                report.largestSample());
    }

    private static Optional<String> single(Dataset images) {
        List<String> classes = images.classes();
        int[] counts = ClassCounts.of(images);
        int singles = 0;
        String example = "";
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1 && singles++ == 0) {
                example = classes.get(i);
            }
        }
        return singles == 0
                ? Optional.empty()
                : Optional.of((singles == 1 ? "1 class has" : many("%,d classes have", singles)) + " a single "
                        + images.format().medium().singular() + " ("
                        + example + (singles == 1 ? "" : ", ...")
                        + "): a generator can only memorize it.");
    }

    /**
     * What the two sides of a comparison went through before, which metrics see.
     *
     * @param judged null where images were not read as a set
     */
    static List<String> ofComparison(@Nullable Dataset judged, Dataset reals) {
        List<String> notes = new ArrayList<>();
        if (judged != null) {
            compression(judged, reals).ifPresent(notes::add);
            sizes(judged, reals).ifPresent(notes::add);
        }
        return notes;
    }

    private static Optional<String> compression(Dataset judged, Dataset reals) {
        boolean judgedIsLossy = judged.report().lossyShare() >= MOST;
        boolean realsAreLossy = reals.report().lossyShare() >= MOST;
        // Raw arrays tell nothing.
        boolean known = !judged.report().formats().isEmpty()
                && !reals.report().formats().isEmpty();
        if (!known || judgedIsLossy == realsAreLossy) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s compressed with loss (%s), %s (%s): a part of the difference is that of the compression.",
                judgedIsLossy ? "The judged images are" : "The real images are",
                formats(judgedIsLossy ? judged : reals),
                judgedIsLossy ? "the real images are not" : "the judged images are not",
                formats(judgedIsLossy ? reals : judged)));
    }

    private static Optional<String> sizes(Dataset judged, Dataset reals) {
        String ofJudged = commonestSize(judged);
        String ofReals = commonestSize(reals);
        if (ofJudged.isEmpty() || ofReals.isEmpty() || ofJudged.equals(ofReals)) {
            return Optional.empty();
        }
        return Optional.of("The judged images are " + ofJudged + ", the real images " + ofReals
                + "; all are compared at " + ImageFormat.of(reals).height() + "x"
                + ImageFormat.of(reals).width() + ": a part of the difference may be that of resizing.");
    }

    private static String commonestSize(Dataset images) {
        LoadReport.Sizes sizes = images.report().sizes();
        return sizes.commonest().isEmpty()
                ? ""
                : (sizes.distinct() > 1 ? "mostly " : "")
                        + sizes.commonest().get(0).height() + "x"
                        + sizes.commonest().get(0).width();
    }

    private static String formats(Dataset images) {
        return String.join(", ", images.report().formats().keySet());
    }

    private static String many(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
