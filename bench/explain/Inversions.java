import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * {@code Inversions draw DATA FOLDER N} writes N images of the test part, spread over it; {@code Inversions table NAME FILE REAL USER
 * SYSTEM} prints a row of what {@code duello explain invert --json} found in so many seconds.
 */
final class Inversions {
    private Inversions() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("draw")) {
            int count = Integer.parseInt(arguments[3]);
            try (Dataset test = Datasets.open(arguments[1], LoadOptions.DEFAULT.withSplit(Split.TEST))) {
                for (int i = 0; i < count; i++) {
                    PngFiles.write(
                            Path.of(arguments[2], String.format("%04d.png", i)),
                            ImageFormat.of(test),
                            test.stored((int) ((long) i * test.size() / count)));
                }
            }
            return;
        }
        JsonNode images = new ObjectMapper().readTree(Path.of(arguments[2]).toFile()).get("images");
        double[] psnr = sorted(images, "psnr");
        double[] ssim = sorted(images, "ssim");
        double[] nearest = sorted(images, "nearest-sample-psnr");
        double seconds = Double.parseDouble(arguments[3]);
        double processor = Double.parseDouble(arguments[4]) + Double.parseDouble(arguments[5]);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f dB (%.1f to %.1f) | %.3f | %.1f dB | %.1f s | %.1f s |%n",
                arguments[1],
                psnr.length,
                median(psnr),
                psnr[0],
                psnr[psnr.length - 1],
                median(ssim),
                median(nearest),
                seconds,
                processor / psnr.length);
    }

    private static double[] sorted(JsonNode images, String key) {
        return StreamSupport.stream(images.spliterator(), false)
                .mapToDouble(image -> image.get(key).asDouble())
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
