package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A GAN and its alternatives on one page: the table, samples of the same latents, and the training images nearest to some. */
final class AlternativesPage {
    private static final int SHOWN = 64;
    private static final int COLUMNS = 8;
    private static final int SEARCHED = 10_000;

    private AlternativesPage() {}

    /** Writes {@code alternatives.html}, with the samples of the first seed. */
    static void write(Path folder, Dataset images, Map<Alternative, List<AlternativeResult>> results) {
        StringBuilder body = new StringBuilder("<h1>A GAN and its alternatives on ")
                .append(Html.escape(images.name()))
                .append(
                        "</h1>\n<p class=\"soft\">The same decoder, and encoders and discriminators of a width for which all have about as"
                                + " many parameters. Means and standard deviations over seeds. sharpness is the variance of the Laplacian as a"
                                + " share of that of real images; PSNR is of held-out images, in dB; bits/dim is the importance-weighted bound,"
                                + " of which only a likelihood has one.</p>\n")
                .append(AlternativesTable.html(results))
                .append(
                        "<h2>Samples</h2>\n<p class=\"soft\">Of the first seed, of the same latents. Below: the first eight, each above"
                                + " the training image that is nearest to it, pixel by pixel.</p>\n<div class=\"pair\">\n");
        results.forEach((alternative, each) -> {
            if (!each.getFirst().failed()) {
                body.append(figure(AlternativesComparison.run(folder, alternative, 0), alternative, images));
            }
        });
        for (Map.Entry<Alternative, List<AlternativeResult>> each : results.entrySet()) {
            each.getValue().stream()
                    .filter(AlternativeResult::failed)
                    .forEach(result -> body.append("<p>")
                            .append(Html.escape(each.getKey().label() + " failed: " + result.failure()))
                            .append("</p>\n"));
        }
        body.append("</div>\n");
        AtomicFiles.writeText(
                folder.resolve("alternatives.html"),
                Html.page("A GAN and its alternatives on " + images.name(), body.toString()));
    }

    private static String figure(Path run, Alternative alternative, Dataset images) {
        try (TrainedModel model = TrainedModel.open(run);
                Arena arena = Arena.ofConfined()) {
            ImageFormat format = ImageFormat.of(model.format());
            byte[] samples = model.sample(SHOWN, 0);
            MemorySegment pairs = arena.allocate(2L * COLUMNS * format.bytes());
            MemorySegment.copy(samples, 0, pairs, ValueLayout.JAVA_BYTE, 0, COLUMNS * format.bytes());
            int[] nearest = nearest(samples, images, format.bytes(), arena);
            images.gather(nearest, pairs.asSlice((long) COLUMNS * format.bytes()));
            return "<figure>"
                    + Html.pictures(
                            format, MemorySegment.ofArray(samples), COLUMNS, "Samples of " + alternative.label())
                    + Html.pictures(
                            format, pairs, COLUMNS, "Samples of " + alternative.label() + " above their nearest images")
                    + "<figcaption>" + alternative.label() + "</figcaption></figure>\n";
        }
    }

    /** Of each of the first samples, the index of the nearest image. */
    private static int[] nearest(byte[] samples, Dataset images, int bytes, Arena arena) {
        int[] nearest = new int[COLUMNS];
        long[] least = new long[COLUMNS];
        Arrays.fill(least, Long.MAX_VALUE);
        MemorySegment stored = arena.allocate(bytes);
        byte[] image = new byte[bytes];
        for (int i = 0; i < Math.min(SEARCHED, images.size()); i++) {
            images.gather(new int[] {i}, stored);
            MemorySegment.copy(stored, ValueLayout.JAVA_BYTE, 0, image, 0, bytes);
            for (int sample = 0; sample < COLUMNS; sample++) {
                long distance = 0;
                for (int k = 0; k < bytes && distance < least[sample]; k++) {
                    int difference = (samples[sample * bytes + k] & 255) - (image[k] & 255);
                    distance += (long) difference * difference;
                }
                if (distance < least[sample]) {
                    least[sample] = distance;
                    nearest[sample] = i;
                }
            }
        }
        return nearest;
    }
}
