package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.DecodedImage;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.explain.DirectionMeasure;
import dev.duello.explain.Directions;
import dev.duello.explain.Dissection;
import dev.duello.explain.ExplainException;
import dev.duello.explain.HeatMap;
import dev.duello.explain.Inversion;
import dev.duello.explain.LatentDirection;
import dev.duello.explain.SampleAnalysis;
import dev.duello.explain.ScoreExplanation;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All explanations of a run on one page, each with what it does not show. */
final class ExplainPage {
    /** Larger pictures are made smaller, so that the page can be sent by mail. */
    private static final int LARGEST = 80;

    private static final int DIRECTIONS = 6;
    private static final int ROWS = 2;
    private static final int SAMPLES = 500;
    private static final int SHOWN = 16;
    private static final int UNITS = 8;
    private static final int PHOTOS = 4;
    private static final Inversion.Effort EFFORT = new Inversion.Effort(4, 200);

    private final TrainedModel model;
    private final SampleFormat samples;
    private final @Nullable SampleJudge judge;
    private final Consumer<String> progress;
    private final StringBuilder body = new StringBuilder();

    private ExplainPage(TrainedModel model, @Nullable SampleJudge judge, Consumer<String> progress) {
        this.model = model;
        this.samples = model.format();
        this.judge = judge;
        this.progress = progress;
    }

    /**
     * @param name of the run
     * @param judge null where the data of the run are not there any more: then what needs real images is left out
     * @param progress hears which part is begun
     */
    static String of(String name, TrainedModel model, @Nullable SampleJudge judge, Consumer<String> progress) {
        ExplainPage page = new ExplainPage(model, judge, progress);
        page.body
                .append("<h1>What ")
                .append(Html.escape(name))
                .append(String.format(
                        " has learned</h1>%n<p class=\"protocol\">The checkpoint of %.1f kimg, %s of %s%s.</p>%n",
                        model.imagesSeen() / 1000.0,
                        model.format().medium().plural(),
                        model.format(),
                        judge == null ? "" : ", features of " + Html.escape(judge.name())));
        if (judge == null) {
            page.paragraph("The data of the run are not where they were, so everything that needs real images is left"
                    + " out.");
        }
        page.part(
                "directions of the weights",
                "Directions of the first weights (SeFa)",
                () -> page.directions(Directions.find(model.model(), Directions.Method.SEFA, DIRECTIONS)));
        if (model.format() instanceof ImageFormat format) {
            page.ofImages(format);
        } else if (judge != null) {
            page.part("samples", "Samples", () -> page.samples(judge));
        }
        return Html.page("What " + name + " has learned", page.body.toString());
    }

    private void ofImages(ImageFormat format) {
        part(
                "directions of properties",
                "Directions of measured properties",
                () -> directions(Directions.find(model.model(), Directions.Method.LABELS, DIRECTIONS)));
        part("units", "Units", () -> units(format));
        SampleJudge with = judge;
        if (with != null) {
            part("samples", "Samples", () -> samples(with));
            part("scores", "Scores", () -> scores(format, with.reals()));
            part("inversion", "Inversion", () -> inversion(format, with));
        }
    }

    /** A part that does not suit the model says why in the place of its pictures. */
    private void part(String what, String title, Runnable content) {
        progress.accept(what);
        body.append("<h2>").append(title).append("</h2>\n");
        try (var _ = TensorScope.open()) {
            content.run();
        } catch (ExplainException e) {
            paragraph(String.valueOf(e.getMessage()));
        }
    }

    private void paragraph(String text) {
        body.append("<p>").append(Html.escape(text)).append("</p>\n");
    }

    private void caption(String text) {
        body.append("<p class=\"soft\">").append(Html.escape(text)).append("</p>\n");
    }

    private void directions(List<LatentDirection> found) {
        DirectionMeasure.Report report =
                DirectionMeasure.of(model.model(), found, judge == null ? null : judge.classes());
        for (DirectionMeasure.Effect effect : report.effects()) {
            Tensor latents = DirectionMeasure.strips(model.latents(ROWS, 0), effect.direction());
            body.append("<h3>").append(Html.escape(effect.direction().name())).append("</h3>\n");
            caption(String.format(
                    "From -3 to 3 standard deviations: %s. %s move by %.3f of their range, %.1f times as far as along a"
                            + " random direction; it explains %.1f %%.",
                    effect.description(),
                    samples instanceof ImageFormat ? "Pixels" : "Numbers",
                    effect.effect(),
                    effect.timesRandom(),
                    100 * effect.direction().share()));
            sampled(
                    latents,
                    DirectionMeasure.STEPS,
                    "Strips along " + effect.direction().name() + ": " + effect.description());
        }
        caption(
                "What this does not show: directions are found without a notion of what is meant, and one may mix several"
                        + " changes. A description is told of most of 32 samples, not of all."
                        + (samples instanceof ImageFormat
                                ? " The object is whatever stands out from the border."
                                : ""));
    }

    private void units(ImageFormat format) {
        Dissection.Report report = Dissection.of(
                model.model(),
                -1,
                judge == null ? List.of() : judge.reals().classes(),
                judge == null ? null : judge.classes(),
                UNITS);
        paragraph("Of layer " + report.name() + ", whose maps are " + report.height() + "x" + report.width() + ".");
        body.append("<div class=\"pair\">\n");
        for (Dissection.Unit unit : report.units()) {
            List<byte[]> pictures = ExplainUnitsCommand.pictures(format, unit);
            body.append("<figure>");
            pictures(
                    format, pictures, pictures.size(), "Unit " + unit.unit() + " on the samples where it is strongest");
            body.append("<figcaption>")
                    .append(Html.escape(String.format(
                            "Unit %d: %s, IoU %.2f. Switched off, %.2f %% of the image lose it (%.2f to %.2f), of %.2f %%.",
                            unit.unit(),
                            unit.iou() < Dissection.DETECTS ? "goes with nothing" : "goes with " + unit.concept(),
                            unit.iou(),
                            100 * unit.effect(),
                            100 * unit.low(),
                            100 * unit.high(),
                            100 * unit.usual())))
                    .append("</figcaption></figure>\n");
        }
        body.append("</div>\n");
        caption(
                "What this does not show: concepts are a handful of colors, light, edges and places; what else a unit may"
                        + " draw has no name here. Examples are the strongest samples, not usual ones.");
    }

    private void samples(SampleJudge with) {
        int size = with.reals().size();
        int count = Math.min(SAMPLES, size);
        Tensor latents = model.latents(count, 0);
        SampleAnalysis found = SampleAnalysis.of(
                model.model(), latents, with::features, with.features(spread(size, count)), Math.min(SHOWN, count));
        Map<String, int[]> kinds = new LinkedHashMap<>();
        kinds.put("The best", found.best());
        kinds.put("The worst", found.worst());
        kinds.put("The most typical", found.typical());
        kinds.put("The most novel", found.novel());
        body.append("<div class=\"pair\">\n");
        kinds.forEach((kind, indices) -> {
            long[] wanted = Arrays.stream(indices).asLongStream().toArray();
            body.append("<figure>");
            sampled(
                    latents.rows(Tensors.of(wanted, wanted.length).toDeviceOf(latents)),
                    8,
                    kind + " of " + count + " samples");
            body.append("<figcaption>")
                    .append(String.format("%s of %d", kind, count))
                    .append("</figcaption></figure>\n");
        });
        body.append("</div>\n").append(Html.scrolled("Truncation"));
        body.append("<table><tr><th>Latents</th><th class=\"n\">Precision</th><th class=\"n\">Recall</th></tr>\n");
        for (SampleAnalysis.Truncated one : found.curve()) {
            body.append(String.format(
                    "<tr><td>%s</td><td class=\"n\">%.3f</td><td class=\"n\">%.3f</td></tr>%n",
                    Double.isInfinite(one.bound()) ? "all" : "numbers within " + one.bound(),
                    one.precision(),
                    one.recall()));
        }
        body.append("</table></div>\n");
        caption(String.format(
                "Perceptual path length %.4g (step %s, %d paths). What this does not show: all of it is in the features of one"
                        + " network, and comparable only with the same features and count; novel samples may still be copies"
                        + " that the features do not tell.",
                found.pathLength(), SampleAnalysis.EPSILON, SampleAnalysis.PATHS));
    }

    private void scores(ImageFormat format, Dataset reals) {
        List<byte[]> pictures = new ArrayList<>();
        List<String> names = new ArrayList<>();
        double worst = 0;
        for (byte[] image : photos(reals)) {
            worst = Math.max(worst, explain(format, image, pictures, names));
        }
        for (byte[] image : stored(model.latents(PHOTOS, 0))) {
            worst = Math.max(worst, explain(format, image, pictures, names));
        }
        pictures(format, pictures, names.size() + 1, "Images and their maps: " + String.join(", ", names));
        caption(String.format(
                "From the left: image, %s. The upper %d images are real, the lower %d generated. Orange speaks for a real image,"
                        + " blue for a generated one; in smooth-grad, which has no sign, orange is where a small change matters."
                        + " Integrated gradients add up to the logit within %.2f %% or better.",
                String.join(", ", names), PHOTOS, PHOTOS, 100 * worst));
        caption(
                "What this does not show: what is wrong with an image. A map tells what this discriminator looks at; where"
                        + " methods disagree, trust none.");
    }

    /** @return how far integrated gradients are from complete */
    private double explain(ImageFormat format, byte[] image, List<byte[]> pictures, List<String> names) {
        try (var _ = TensorScope.open()) {
            ExplainedPhotos photo = new ExplainedPhotos(List.of(), List.of(), List.of(image), format);
            ScoreExplanation explained = ScoreExplanation.of(
                    model.model(), photo.tensor(0, 1, model.model().device()), null);
            byte[] rgb = RgbPicture.of(format, image);
            pictures.add(rgb);
            names.clear();
            for (Map.Entry<String, HeatMap> map : explained.maps().entrySet()) {
                names.add(map.getKey());
                pictures.add(map.getValue().over(RgbPicture.luminance(rgb)));
            }
            return explained.integrated().error();
        }
    }

    private void inversion(ImageFormat format, SampleJudge with) {
        Dataset heldOut = with.reals().heldOut();
        ExplainedPhotos photos =
                new ExplainedPhotos(List.of(), List.of(), photos(heldOut == null ? with.reals() : heldOut), format);
        List<Inversion.Found> found = Inversion.of(
                model.model(),
                photos.tensor(0, photos.pixels().size(), model.model().device()),
                with.differentiable(model.model().device()),
                EFFORT,
                (_, _) -> {});
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            byte[] original = RgbPicture.of(format, photos.pixels().get(i));
            byte[] inverted =
                    RgbPicture.of(format, RgbPicture.stored(format, found.get(i).sample()));
            pictures.addAll(List.of(original, inverted, RgbPicture.difference(original, inverted)));
        }
        pictures(format, pictures, 3, "Real images, their inversions, and the differences");
        caption(String.format(
                "Real images %s, what the generator makes that is most like them, and the difference. Mean PSNR %.1f dB (the"
                        + " nearest of 1,000 samples: %.1f dB), mean SSIM %.3f, by %d starts of %d steps.",
                heldOut == null ? "of the training" : "that no training saw",
                found.stream().mapToDouble(Inversion.Found::psnr).average().orElseThrow(),
                found.stream()
                        .mapToDouble(Inversion.Found::nearestPsnr)
                        .average()
                        .orElseThrow(),
                found.stream().mapToDouble(Inversion.Found::ssim).average().orElseThrow(),
                EFFORT.starts(),
                EFFORT.steps()));
        caption(
                "What this does not show: that an image can be made does not say that it is likely to be made; and a longer"
                        + " search might come closer.");
    }

    private static int[] spread(int size, int count) {
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    private static List<byte[]> photos(Dataset images) {
        return Arrays.stream(spread(images.size(), Math.min(PHOTOS, images.size())))
                .mapToObj(images::stored)
                .toList();
    }

    /** Samples as they are stored. */
    private List<byte[]> stored(Tensor latents) {
        List<byte[]> images = new ArrayList<>();
        int count = Math.toIntExact(latents.size(0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * samples.bytes());
            model.sample(latents, Weights.AVERAGE, pixels);
            byte[] all = pixels.toArray(ValueLayout.JAVA_BYTE);
            for (int i = 0; i < count; i++) {
                images.add(Arrays.copyOfRange(all, i * samples.bytes(), (i + 1) * samples.bytes()));
            }
        }
        return images;
    }

    /** Pictures of what is made of latents. */
    private void sampled(Tensor latents, int columns, String description) {
        List<byte[]> made = stored(latents);
        if (samples instanceof ImageFormat format) {
            pictures(
                    format,
                    made.stream().map(image -> RgbPicture.of(format, image)).toList(),
                    columns,
                    description);
        } else {
            // A clip fills a row.
            int beside = samples.usualColumns(columns) == 1 ? 1 : columns;
            body.append(Html.pictures(samples, MemorySegment.ofArray(RgbPicture.joined(made)), beside, description))
                    .append('\n');
        }
    }

    /** @param rgb uint8 {@code [H, W, 3]} each */
    private void pictures(ImageFormat format, List<byte[]> rgb, int columns, String description) {
        ImageFormat whole = RgbPicture.format(format);
        int side = Math.max(format.height(), format.width());
        ImageFormat small = side <= LARGEST
                ? whole
                : new ImageFormat(
                        3, Math.max(1, format.height() * LARGEST / side), Math.max(1, format.width() * LARGEST / side));
        List<byte[]> shown = small.equals(whole)
                ? rgb
                : rgb.stream()
                        .map(image -> DecodedImage.of(whole, image, 0).conform(small, Fit.CROP))
                        .toList();
        body.append(Html.pictures(small, MemorySegment.ofArray(RgbPicture.joined(shown)), columns, description))
                .append('\n');
    }
}
