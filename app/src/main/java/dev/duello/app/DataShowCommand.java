package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.SampleFormat;
import dev.duello.data.SkippedFile;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.Factors;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.train.DataSettings;
import dev.duello.train.ExperimentReader;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows a data set as a training would see it: counts, sizes, classes, and some samples.",
        mixinStandardHelpOptions = true)
final class DataShowCommand implements Callable<Integer> {
    private static final int SIZES_SHOWN = 4;

    @Parameters(
            paramLabel = "NAME|PATH",
            description = "A name from `duello data list`, a folder, an archive, IDX or CIFAR files.")
    private String source;

    @Option(names = "--size", paramLabel = "HxW", description = "Size of the images; from the data by default.")
    private @Nullable String size;

    @Option(
            names = "--channels",
            paramLabel = "1|3|4",
            description = "Gray, color, color with transparency; from the data by default.")
    private @Nullable String channels;

    @Option(names = "--length", paramLabel = "N", description = "Samples of each sound; from the data by default.")
    private @Nullable String length;

    @Option(names = "--rate", paramLabel = "HZ", description = "Samples in a second; from the data by default.")
    private @Nullable String rate;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames of each clip; 1 for images of the first frame; from the data by default.")
    private @Nullable String frames;

    @Option(
            names = "--grid",
            paramLabel = "RxC",
            description = "Rows and columns of frames where each image is a sheet of frames.")
    private @Nullable String grid;

    @Option(
            names = "--fit",
            paramLabel = "crop|pad",
            description = "How to fit images of other proportions; crop by default.")
    private @Nullable String fit;

    @Option(names = "--split", paramLabel = "train|test", description = "Which part; train by default.")
    private Split split = Split.TRAIN;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description =
                    "File for a PNG of some samples, for sounds also a WAV file, for shapes and videos a GIF, for texts a text file;"
                            + " NAME-sheet.png in the current folder by default.")
    private @Nullable Path sheet;

    @Option(
            names = "--factors",
            paramLabel = "FILE",
            description =
                    "For the data sets spoken-digits, tones, notes, shapes, faces, moving-shapes and furniture-turntables: writes the"
                            + " factors of each sample as CSV.")
    private @Nullable Path factors;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (factors != null && !Factors.sets().contains(source)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--factors: only of the data sets " + String.join(", ", Factors.sets())
                            + " is known what their samples were made of, not of " + source + ".");
        }
        Map<String, String> settings = new HashMap<>(Map.of("data.source", source));
        put(settings, "data.size", size);
        put(settings, "data.channels", channels);
        put(settings, "data.length", length);
        put(settings, "data.rate", rate);
        put(settings, "data.frames", frames);
        put(settings, "data.grid", grid);
        put(settings, "data.fit", fit);
        DataSettings data = ExperimentReader.read(null, settings).data();
        try (Dataset images = Datasets.open(source, data.loadOptions(split))) {
            Path file =
                    sheet == null ? Path.of(images.name().replaceAll("[^A-Za-z0-9._-]+", "-") + "-sheet.png") : sheet;
            writeSheet(images, file);
            if (factors != null) {
                AtomicFiles.writeText(factors, Factors.csv(source, split));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (outputOptions.json) {
                printJson(images, file, out);
            } else {
                print(images, file, out);
            }
            out.flush();
        }
        return 0;
    }

    private static void put(Map<String, String> settings, String key, @Nullable String value) {
        if (value != null) {
            settings.put(key, value);
        }
    }

    private static void writeSheet(Dataset images, Path file) {
        int count = Math.min(images.format().shownAtOnce(), images.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * images.format().bytes());
            // Folders are sorted by class: spread over the set, so that all of them show.
            images.gather(
                    IntStream.range(0, count)
                            .map(i -> (int) ((long) i * images.size() / count))
                            .toArray(),
                    pixels);
            images.format().writePreview(file, pixels);
        }
    }

    private void print(Dataset images, Path file, PrintWriter out) {
        out.printf(
                "%s: %,d %s of %s%n",
                images.name(), images.size(), images.format().medium().plural(), inWords(images.format()));
        int[] counts = ClassCounts.of(images);
        Map<String, Integer> formats = images.report().formats();
        if (!formats.isEmpty()) {
            out.println("  formats  "
                    + formats.entrySet().stream()
                            .map(one -> String.format("%s %,d", one.getKey(), one.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        List<LoadReport.SizeCount> sizes = images.report().sizes().commonest();
        if (!sizes.isEmpty()) {
            String common = sizes.stream()
                    .limit(SIZES_SHOWN)
                    .map(one -> String.format("%dx%d %,d", one.height(), one.width(), one.count()))
                    .collect(Collectors.joining(", "));
            int distinct = images.report().sizes().distinct();
            out.println("  sizes    " + common
                    + (distinct > SIZES_SHOWN ? String.format(", ... (%,d sizes in all)", distinct) : ""));
        }
        LoadReport.Sounds sounds = images.report().sounds();
        if (sounds.longest() > 0) {
            out.printf(Locale.ROOT, "  lengths  %.2f to %.2f s%n", sounds.shortest(), sounds.longest());
        }
        LoadReport.Videos videos = images.report().videos();
        if (videos.files() > 0) {
            out.printf("  videos   %,d, of %,d to %,d frames%n", videos.files(), videos.shortest(), videos.longest());
        }
        if (images.format() instanceof TextFormat text) {
            out.printf(
                    "  lengths  up to %,d characters%n", images.report().texts().longest());
            out.printf("  alphabet %,d characters: %s%n", text.alphabet().size() - 1, text.alphabet());
        }
        out.println("  classes  " + (counts.length == 0 ? "none" : counts.length));
        for (int i = 0; i < counts.length; i++) {
            out.printf("  %,9d  %s%n", counts[i], images.classes().get(i));
        }
        out.println("  sheet    " + file);
        if (factors != null) {
            out.println("  factors  " + factors);
        }
        DataNotes.of(images).forEach(note -> out.println("  note     " + note));
        if (images.skippedCount() > 0) {
            out.printf("  skipped  %,d files%n", images.skippedCount());
            images.skipped().forEach(skipped -> out.println("    " + skipped.file() + ": " + skipped.reason()));
            if (images.skippedCount() > images.skipped().size()) {
                out.println("    ...");
            }
        }
    }

    private static String inWords(SampleFormat format) {
        return switch (format) {
            case ImageFormat image -> image.height() + "x" + image.width() + colors(image.channels());
            case VideoFormat video ->
                video.frames() + " frames of " + video.height() + "x" + video.width() + colors(video.channels());
            case TextFormat text -> "up to " + text.length() + " characters";
            case SoundFormat sound -> String.format(Locale.ROOT, "%s (%.2f s)", sound, sound.seconds());
            default -> format.toString();
        };
    }

    private static String colors(int channels) {
        return switch (channels) {
            case 1 -> ", gray";
            case 3 -> ", color";
            default -> ", color with transparency";
        };
    }

    private void printJson(Dataset images, Path file, PrintWriter out) {
        Json node = Json.object();
        node.put("name", images.name());
        node.put("count", images.size());
        put(node, images.format());
        Json.Items classes = node.putArray("classes");
        int[] counts = ClassCounts.of(images);
        for (int i = 0; i < counts.length; i++) {
            classes.addObject().put("name", images.classes().get(i)).put("count", counts[i]);
        }
        node.put("skipped-count", images.skippedCount());
        Json.Items skipped = node.putArray("skipped");
        for (SkippedFile one : images.skipped()) {
            skipped.addObject().put("file", one.file()).put("reason", one.reason());
        }
        putReport(node, images.report());
        node.put("fingerprint", images.fingerprint());
        node.put("sheet", file.toString());
        if (factors != null) {
            node.put("factors", factors.toString());
        }
        node.print(out);
    }

    /** Adds what a format tells. */
    static void put(Json node, SampleFormat format) {
        switch (format) {
            case ImageFormat image ->
                node.put("height", image.height()).put("width", image.width()).put("channels", image.channels());
            case SoundFormat sound -> node.put("length", sound.length()).put("rate", sound.rate());
            case VoxelFormat shape -> node.put("side", shape.side()).put("channels", shape.channels());
            case VideoFormat video ->
                node.put("frames", video.frames())
                        .put("height", video.height())
                        .put("width", video.width())
                        .put("channels", video.channels());
            case TextFormat text ->
                node.put("length", text.length())
                        .put("alphabet", text.alphabet().characters());
            default -> throw new IllegalArgumentException("nothing is known of " + format);
        }
    }

    private static void putReport(Json node, LoadReport report) {
        Json formats = node.putObject("formats");
        report.formats().forEach(formats::put);
        node.put("distinct-sizes", report.sizes().distinct());
        Json.Items sizes = node.putArray("sizes");
        for (LoadReport.SizeCount size : report.sizes().commonest()) {
            sizes.addObject()
                    .put("height", size.height())
                    .put("width", size.width())
                    .put("count", size.count());
        }
        LoadReport.LeftOut leftOut = report.leftOut();
        node.putObject("left-out")
                .put("hidden-files", leftOut.hiddenFiles())
                .put("hidden-folders", leftOut.hiddenFolders())
                .put("resource-forks", leftOut.resourceForks())
                .put("other-files", leftOut.otherFiles());
        node.putObject("deep").put("count", report.deep()).put("largest-sample", report.largestSample());
        node.put("further-frames", report.furtherFrames());
        LoadReport.Texts texts = report.texts();
        if (texts.longest() > 0) {
            Json found = node.putObject("texts")
                    .put("longest", texts.longest())
                    .put("cut", texts.cut())
                    .put("rare-characters", texts.rareCharacters())
                    .put("replaced", texts.replaced());
            Json rare = found.putObject("rare");
            texts.rare().forEach(rare::put);
        }
        LoadReport.Sounds sounds = report.sounds();
        if (sounds.longest() > 0) {
            node.putObject("sounds")
                    .put("shortest", sounds.shortest())
                    .put("longest", sounds.longest())
                    .put("cut", sounds.cut())
                    .put("padded", sounds.padded())
                    .put("resampled", sounds.resampled())
                    .put("mixed", sounds.mixed())
                    .put("silent", sounds.silent());
        }
        LoadReport.Shapes shapes = report.shapes();
        if (!shapes.equals(LoadReport.Shapes.NONE)) {
            node.putObject("shapes")
                    .put("meshes", shapes.meshes())
                    .put("open", shapes.open())
                    .put("holes", shapes.holes())
                    .put("scaled", shapes.scaled())
                    .put("empty", shapes.empty());
        }
        LoadReport.Videos videos = report.videos();
        if (videos.files() > 0) {
            node.putObject("videos")
                    .put("files", videos.files())
                    .put("shortest", videos.shortest())
                    .put("longest", videos.longest())
                    .put("cut", videos.cut())
                    .put("left", videos.left());
        }
        LoadReport.Copies copies = report.copies();
        Json told = node.putObject("copies").put("count", copies.count());
        if (copies.count() > 0) {
            told.put("copy", copies.copy()).put("original", copies.original());
        }
    }
}
