package dev.duello.app.studio.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.app.studio.http.HttpException;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.SkippedFile;
import dev.duello.data.Split;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.PngFiles;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.train.DataSettings;
import dev.duello.train.ExperimentReader;
import dev.duello.train.SettingsReference;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at images in the background, one set after the other, and remembers the last few. */
public final class DatasetInspector implements AutoCloseable {
    private static final int REMEMBERED = 16;
    private static final int SKIPPED_SHOWN = 50;
    private static final int SHEET_COLUMNS = 6;
    private static final int SHEET_ROWS = 2;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("studio-data").factory());
    private final Map<String, Look> looks = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, byte[]> sheets = new LinkedHashMap<>();

    private record Look(Future<Found> work, long began) {}

    record Class(String name, int count) {}

    /**
     * What is in a set of images.
     *
     * @param skipped at most the first 50
     * @param chosen what the preset {@code auto} chooses for it, where that differs from its defaults: values by key
     * @param format of its samples
     * @param sheet a PNG of some of the samples
     */
    record Found(
            String source,
            String name,
            int count,
            @JsonIgnore SampleFormat format,
            List<Class> classes,
            int skippedCount,
            List<SkippedFile> skipped,
            Map<String, String> chosen,
            byte[] sheet) {
        /** {@code image} or {@code sound}. */
        @JsonProperty
        String medium() {
            return format.medium().singular();
        }

        /** Of images, as all others; null of sounds. */
        @JsonProperty
        @Nullable
        Integer height() {
            return switch (format) {
                case ImageFormat image -> image.height();
                case VideoFormat video -> video.height();
                default -> null;
            };
        }

        @JsonProperty
        @Nullable
        Integer width() {
            return switch (format) {
                case ImageFormat image -> image.width();
                case VideoFormat video -> video.width();
                default -> null;
            };
        }

        @JsonProperty
        @Nullable
        Integer channels() {
            return switch (format) {
                case ImageFormat image -> image.channels();
                case VideoFormat video -> video.channels();
                case VoxelFormat shape -> shape.channels();
                default -> null;
            };
        }

        /** Of each clip; null of other media. */
        @JsonProperty
        @Nullable
        Integer frames() {
            return format instanceof VideoFormat video ? video.frames() : null;
        }

        /** Cells of each side of the cube of a shape; null of others. */
        @JsonProperty
        @Nullable
        Integer side() {
            return format instanceof VoxelFormat shape ? shape.side() : null;
        }

        /** Samples of each sound, characters of each text; null of images. */
        @JsonProperty
        @Nullable
        Integer length() {
            return switch (format) {
                case SoundFormat sound -> sound.length();
                case TextFormat text -> text.length();
                default -> null;
            };
        }

        @JsonProperty
        @Nullable
        Integer rate() {
            return format instanceof SoundFormat sound ? sound.rate() : null;
        }

        /** Of texts. */
        @JsonProperty
        @Nullable
        String alphabet() {
            return format instanceof TextFormat text ? text.alphabet().characters() : null;
        }

        /** As an experiment wants them. */
        Map<String, Double> shares() {
            Map<String, Double> shares = new LinkedHashMap<>();
            classes.forEach(each -> shares.put(each.name, (double) each.count / count));
            return shares;
        }
    }

    /**
     * How far the look at a set is.
     *
     * @param seconds since it began
     * @param error what went wrong, or null
     * @param download bytes that would have to be downloaded first, or 0
     * @param found null before it is done
     */
    record State(
            boolean done,
            double seconds,
            @Nullable String error,
            long download,
            @Nullable Found found) {}

    /** Begins to look at a set, or says how far that is. Nothing is downloaded. */
    State look(String source) {
        Optional<CatalogEntry> entry = DatasetCatalog.find(source);
        if (entry.isPresent() && !entry.get().isHere()) {
            return new State(true, 0, null, entry.get().downloadBytes(), null);
        }
        Look look;
        synchronized (looks) {
            look = looks.get(source);
            if (look == null) {
                look = new Look(thread.submit(() -> open(source)), System.nanoTime());
                looks.put(source, look);
                if (looks.size() > REMEMBERED) {
                    var oldest = looks.entrySet().iterator().next();
                    oldest.getValue().work.cancel(false);
                    looks.remove(oldest.getKey());
                }
            }
        }
        double seconds = (System.nanoTime() - look.began) / 1e9;
        return switch (look.work.state()) {
            case RUNNING -> new State(false, seconds, null, 0, null);
            case SUCCESS -> new State(true, seconds, null, 0, look.work.resultNow());
            case FAILED -> {
                forget(source);
                yield new State(true, seconds, sentence(look.work.exceptionNow()), 0, null);
            }
            case CANCELLED -> {
                forget(source);
                yield new State(true, seconds, "Too many other data sets were asked for meanwhile.", 0, null);
            }
        };
    }

    /** What was found, where the look is done and went well. */
    Optional<Found> found(String source) {
        synchronized (looks) {
            Look look = looks.get(source);
            return look != null && look.work.state() == Future.State.SUCCESS
                    ? Optional.of(look.work.resultNow())
                    : Optional.empty();
        }
    }

    private void forget(String source) {
        synchronized (looks) {
            looks.remove(source);
        }
    }

    private static String sentence(Throwable problem) {
        return problem instanceof DataException || problem instanceof RuntimeException
                ? String.valueOf(problem.getMessage())
                : "The images cannot be read: " + problem.getMessage() + ".";
    }

    private static Found open(String source) {
        DataSettings data =
                ExperimentReader.read(null, Map.of("data.source", source)).data();
        try (Dataset images = Datasets.open(source, data.loadOptions(Split.TRAIN))) {
            int shown = Math.min(images.format().shownAtOnce(), images.size());
            int[] counts = new int[images.classes().size()];
            for (int i = 0; i < images.size() && counts.length > 0; i++) {
                counts[images.label(i)]++;
            }
            List<Class> classes = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                classes.add(new Class(images.classes().get(i), counts[i]));
            }
            return new Found(
                    source,
                    images.name(),
                    images.size(),
                    images.format(),
                    classes,
                    images.skippedCount(),
                    images.skipped().stream().limit(SKIPPED_SHOWN).toList(),
                    chosenByAuto(images),
                    images.format()
                            .picture(spread(images, shown), images.format().usualColumns(shown)));
        }
    }

    private static Map<String, String> chosenByAuto(Dataset images) {
        Map<String, String> usual = SettingsReference.values(ExperimentReader.preset("auto"));
        Map<String, String> chosen = SettingsReference.values(
                ExperimentReader.readFor(images, null, Map.of("preset", "auto", "data.source", images.name())));
        chosen.entrySet()
                .removeIf(value -> value.getValue().equals(usual.get(value.getKey()))
                        || value.getKey().equals("data.source"));
        return chosen;
    }

    /** Images spread over a set: folders are sorted by class, and all of them should show. */
    private static MemorySegment spread(Dataset images, int count) {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = (int) ((long) i * images.size() / count);
        }
        MemorySegment stored = MemorySegment.ofArray(
                new byte[Math.multiplyExact(count, images.format().bytes())]);
        images.gather(indices, stored);
        return stored;
    }

    /** A small contact sheet of a set of the catalog. @throws HttpException when it is not here */
    byte[] card(String name) throws InterruptedException {
        CatalogEntry entry = DatasetCatalog.find(name)
                .filter(CatalogEntry::isHere)
                .orElseThrow(() -> HttpException.notFound("This data set is not on this machine yet."));
        synchronized (sheets) {
            byte[] known = sheets.get(entry.name());
            if (known != null) {
                return known;
            }
        }
        byte[] sheet;
        try {
            sheet = thread.submit(() -> {
                        try (Dataset samples = Datasets.open(entry.name(), LoadOptions.DEFAULT)) {
                            return card(samples);
                        }
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new HttpException(422, sentence(e.getCause()));
        }
        synchronized (sheets) {
            sheets.put(entry.name(), sheet);
        }
        return sheet;
    }

    /** As wide as a card, whatever the medium: images without gaps, two clips, or a row of shapes and the like. */
    private static byte[] card(Dataset samples) {
        return switch (samples.format()) {
            case ImageFormat image ->
                PngFiles.encode(new ImageGrid(SHEET_COLUMNS, 0, 1)
                        .layOut(image, spread(samples, Math.min(SHEET_COLUMNS * SHEET_ROWS, samples.size()))));
            case VideoFormat video -> video.picture(spread(samples, Math.min(2, samples.size())), 1);
            case SampleFormat other ->
                other.picture(
                        spread(samples, Math.min(SHEET_COLUMNS * SHEET_ROWS / 2, samples.size())), SHEET_COLUMNS / 2);
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
