package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.FeatureNetworks;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Tells the classes of generated images by the classifier that measuring uses. Whoever opens it closes it. */
final class ClassTeller implements AutoCloseable {
    private final FeatureNetwork network;
    private final ImageFormat format;

    private ClassTeller(FeatureNetwork network, ImageFormat format) {
        this.network = network;
        this.format = format;
    }

    /** @return null where the data have no classes, or are not there any more */
    static @Nullable ClassTeller open(
            String source, LoadOptions options, ImageFormat format, EvaluationProgress progress) {
        try (RealImages reals = RealImages.open(source, options.withFormat(format))) {
            return FeatureNetworks.tellsClasses("auto", reals.images())
                    ? new ClassTeller(reals.network("auto", progress), format)
                    : null;
        } catch (DataException e) {
            return null;
        }
    }

    /** @param images {@code [N, C, H, W]} in [-1, 1] */
    int[] classes(Tensor images) {
        int count = Math.toIntExact(images.size(0));
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * format.bytes());
            format.toStored(images).copyTo(pixels);
            long[] labels = network.logits(network.features(pixels, count, format))
                    .argmax()
                    .toLongs();
            int[] classes = new int[count];
            for (int i = 0; i < count; i++) {
                classes[i] = (int) labels[i];
            }
            return classes;
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
