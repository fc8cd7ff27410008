package dev.duello.metric.inception;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.metric.FeatureNetwork;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Inception network with one way of resizing: what published numbers are computed with. It takes images of every format. */
public final class InceptionFeatures implements FeatureNetwork {
    /** Bounds the memory, about 20 MB an image; larger batches are not faster. */
    private static final int AT_ONCE = 16;

    private final InceptionNetwork network;
    private final InceptionResize resize;
    private final Device device;

    /** @param network is closed with these features, and lives on {@code device} */
    InceptionFeatures(InceptionNetwork network, InceptionResize resize, Device device) {
        this.network = network;
        this.resize = resize;
        this.device = device;
    }

    /**
     * Reads a file of weights.
     *
     * @param file for example from {@link InceptionFile#find}
     * @throws dev.duello.data.DataException as {@link InceptionWeights#open}
     */
    public static InceptionFeatures open(Path file, InceptionResize resize, Device device, Precision precision) {
        return new InceptionFeatures(InceptionNetwork.open(file, device, precision), resize, device);
    }

    /** Such as {@code inception-6726825d0af5-legacy}. */
    @Override
    public String name() {
        return network.name() + "-" + resize;
    }

    @Override
    public int dimensions() {
        return InceptionLayout.FEATURES;
    }

    @Override
    public Tensor features(MemorySegment pixels, int count, SampleFormat format) {
        if (!(format instanceof ImageFormat image)) {
            throw new IllegalArgumentException(
                    name() + " looks at images, not at " + format.medium().plural() + ".");
        }
        Tensor all = Tensors.borrow(pixels, DType.UINT8, count, image.height(), image.width(), image.channels());
        List<Tensor> parts = new ArrayList<>();
        try {
            for (int start = 0; start < count; start += AT_ONCE) {
                try (var _ = TensorScope.open()) {
                    Tensor some = all.narrow(0, start, Math.min(AT_ONCE, count - start));
                    parts.add(network.features(resize.prepare(some.to(device)))
                            .to(Device.CPU)
                            .keep());
                }
            }
            return Tensors.concatenate(parts, 0);
        } finally {
            parts.forEach(Tensor::close);
        }
    }

    @Override
    public int classes() {
        return InceptionLayout.CLASSES;
    }

    @Override
    public Tensor logits(Tensor features) {
        return network.logits(features.to(device)).to(Device.CPU);
    }

    @Override
    public void close() {
        network.close();
    }
}
