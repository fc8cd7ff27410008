package dev.duello.app;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.train.ExperimentReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A run that nobody trained: its settings, a log as a test wants it, and grids of gray images of 16 pixels. */
final class WrittenRun {
    private static final ImageFormat FORMAT = new ImageFormat(3, 16, 16);

    private final Path path;
    private final StringBuilder log = new StringBuilder();

    private WrittenRun(Path path) {
        this.path = path;
    }

    /** @param data the folder of its images */
    static WrittenRun at(Path path, Path data, Map<String, String> more) throws IOException {
        Map<String, String> settings = new TreeMap<>(
                Map.of("preset", "mlp", "data.source", data.toString(), "data.size", "16x16", "data.channels", "3"));
        settings.putAll(more);
        Files.createDirectories(path.resolve("samples"));
        Files.writeString(
                path.resolve("experiment.yaml"), ExperimentReader.write(ExperimentReader.read(null, settings)));
        WrittenRun run = new WrittenRun(path);
        return run.line("{'event':'started','images':0,'total':100000,'time':'2026-01-02T03:04:05Z'}");
    }

    /** @param json with apostrophes for quotation marks */
    WrittenRun line(String json) {
        log.append(json.replace('\'', '"')).append('\n');
        return this;
    }

    WrittenRun step(long images, double seconds, double generatorLoss) {
        return line(String.format(
                Locale.ROOT,
                "{'event':'stepped','images':%d,'seconds':%s,'statistics':{'discriminator-loss':1.0,"
                        + "'generator-loss':%s,'d-real':0.75,'d-fake':0.25}}",
                images,
                seconds,
                generatorLoss));
    }

    WrittenRun evaluation(long images, double fid, boolean best, String protocol) {
        return line(String.format(
                Locale.ROOT,
                "{'event':'evaluated','images':%d,'seconds':%s,'values':{'fid':%s},'best':%s,'protocol':'%s'}",
                images,
                images / 100.0,
                fid,
                best,
                protocol));
    }

    /** Whose image number i is of brightness i. */
    WrittenRun sample(long images) {
        byte[] pixels = new byte[64 * FORMAT.bytes()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / FORMAT.bytes());
        }
        String file = String.format("samples/%06d.%03dk.png", images / 1000, images % 1000);
        ImageGrid.square(64, FORMAT).write(path.resolve(file), FORMAT, MemorySegment.ofArray(pixels));
        return line(String.format("{'event':'sampled','images':%d,'file':'%s'}", images, file));
    }

    WrittenRun stopped(long images, String reason) {
        return line(String.format("{'event':'stopped','images':%d,'seconds':100.0,'reason':'%s'}", images, reason));
    }

    /** @param message what went wrong */
    WrittenRun failed(long images, String message) {
        return line(String.format(
                "{'event':'stopped','images':%d,'seconds':100.0,'reason':'failed','message':'%s'}", images, message));
    }

    void write() throws IOException {
        Files.writeString(path.resolve("events.jsonl"), log);
    }
}
