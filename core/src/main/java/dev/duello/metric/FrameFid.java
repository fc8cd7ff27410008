package dev.duello.metric;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/**
 * How good single frames are, whatever their order: the Fréchet distance between features of frames, seen by a network of two spatial
 * axes whose weights are random and always the same.
 */
final class FrameFid implements Metric {
    /** Each tells about as much as a sample of its own; two of a clip, half of its length apart. */
    private static final int OF_A_CLIP = 2;

    private static final int CLIPS_AT_ONCE = 64;

    private static final Function<Samples, Tensor> OF_FRAMES = FrameFid::features;

    @Override
    public String name() {
        return "frame-fid";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return new MetricRequirements(MetricRequirements.Input.FRAMES, 2, Integer.MAX_VALUE, 8);
    }

    @Override
    public String help() {
        return "Of clips: Fréchet distance between single frames, two of each clip, in the features of a network with fixed random"
                + " weights.";
    }

    @Override
    public String good() {
        return "0 for equal frames; it does not see whether they follow each other; no figure of a paper compares with it.";
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public double compute(RealAndFake samples) {
        return FrechetDistance.between(
                samples.real().once(OF_FRAMES), samples.fake().once(OF_FRAMES));
    }

    private static Tensor features(Samples samples) {
        VideoFormat format = (VideoFormat) samples.format();
        ImageFormat frame = format.frame();
        int count = Math.min(ClipStatistics.MOST, samples.count());
        try (LayerFeatures network = LayerFeatures.random(frame);
                Arena arena = Arena.ofConfined()) {
            int width = network.dimensions();
            float[] all = new float[count * OF_A_CLIP * width];
            MemorySegment clips = arena.allocate((long) CLIPS_AT_ONCE * format.bytes());
            MemorySegment frames = arena.allocate((long) CLIPS_AT_ONCE * OF_A_CLIP * frame.bytes());
            for (int start = 0; start < count; start += CLIPS_AT_ONCE) {
                int some = Math.min(CLIPS_AT_ONCE, count - start);
                int from = (int) ((long) start * (samples.count() - some) / Math.max(1, count - some));
                samples.source().fill(from, some, clips);
                for (int i = 0; i < some * OF_A_CLIP; i++) {
                    int clip = i / OF_A_CLIP;
                    int time = (start + clip + i % OF_A_CLIP * format.frames() / OF_A_CLIP) % format.frames();
                    long place = (long) clip * format.bytes() + (long) time * frame.bytes();
                    MemorySegment.copy(clips, place, frames, (long) i * frame.bytes(), frame.bytes());
                }
                try (var _ = TensorScope.open()) {
                    float[] seen =
                            network.features(frames, some * OF_A_CLIP, frame).toFloats();
                    System.arraycopy(seen, 0, all, start * OF_A_CLIP * width, seen.length);
                }
            }
            return Tensors.of(all, (long) count * OF_A_CLIP, width);
        }
    }
}
