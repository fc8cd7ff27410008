package dev.duello.metric;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.CacheFolder;
import dev.duello.data.Dataset;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features of many images. Whoever makes it closes it.
 *
 * @param features {@code [N, dimensions]} float32
 */
public record ExtractedFeatures(Tensor features) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ExtractedFeatures.class);
    private static final int BATCH = 250;

    /**
     * Extracts the features of all images of a source.
     *
     * @param name of the source, for the progress
     */
    public static ExtractedFeatures from(
            ImageSource images, String name, FeatureNetwork network, EvaluationProgress progress) {
        String part = "extracting features (" + name + ")";
        List<Tensor> parts = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                var _ = TensorScope.open()) {
            MemorySegment pixels = arena.allocate((long) BATCH * images.format().bytes());
            for (int start = 0; start < images.count(); start += BATCH) {
                int count = Math.min(BATCH, images.count() - start);
                progress.update(part, start, images.count());
                images.fill(start, count, pixels);
                try (var _ = TensorScope.open()) {
                    parts.add(network.features(pixels, count, images.format()).keep());
                }
            }
            progress.update(part, images.count(), images.count());
            return new ExtractedFeatures(Tensors.concatenate(parts, 0).keep());
        } finally {
            parts.forEach(Tensor::close);
        }
    }

    /**
     * Extracts those of {@code count} images of a set, or reads what was extracted the last time: the file's name has the fingerprint of the
     * data, the network's name and the count in it.
     */
    public static ExtractedFeatures ofReals(
            Dataset images, int count, FeatureNetwork network, EvaluationProgress progress) {
        int taken = Math.min(count, images.size());
        Path file = CacheFolder.path()
                .resolve("features")
                .resolve(images.fingerprint().replace("sha256:", "").substring(0, 16) + "-" + network.name() + "-"
                        + taken + ".safetensors");
        if (Files.exists(file)) {
            try (var _ = TensorScope.open()) {
                Tensor found = Safetensors.read(file).get("features");
                if (found != null && found.size(0) == taken && found.size(1) == network.dimensions()) {
                    return new ExtractedFeatures(found.keep());
                }
            } catch (IOException e) {
                log.warn("{} is damaged and is created again: {}", file, e.getMessage());
            }
        }
        ExtractedFeatures extracted = from(ImageSource.of(images, count), images.name(), network, progress);
        try {
            AtomicFiles.replace(
                    file, beside -> Safetensors.write(beside, Map.of("features", extracted.features()), Map.of()));
        } catch (IOException e) {
            log.warn(
                    "{} cannot be written, so that the same is computed again next time: {}", file, Messages.reason(e));
        }
        return extracted;
    }

    @Override
    public void close() {
        features.close();
    }
}
