import dev.duello.data.Dataset;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.learn.Weights;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import dev.duello.metric.Samples;
import dev.duello.nn.Architecture;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.Spectrogram;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How good the sounds of runs are, checkpoint by checkpoint, beside real ones and simple methods: real clips played faster or slower by up
 * to 6 % with noise 20 dB below them, noise that is as loud as a real clip at each time, and real clips that went through a spectrogram
 * without phases.
 *
 * <pre>java -cp CLASSPATH bench/sound/Measure.java spoken-digits 1000 RUN...</pre>
 *
 * Of each: metrics of the classifier that Duello trains on the set; how often that classifier hears the class that a sound was made as
 * (label); and how far a sound is from the nearest real one that it was not made of, the root mean square of what spectrograms differ by in
 * dB, in the median (nearest).
 */
final class Measure {
    private static final List<Metric> MEASURED = List.of(
            Metrics.FID, Metrics.KID, Metrics.IS, Metrics.PRECISION, Metrics.RECALL, Metrics.COVERAGE, Metrics.ENTROPY);
    private static final int NEAREST_OF = 200;
    private static final int WINDOW = 256;
    private static final int HOP = 64;
    private static final double DECIBELS = 40;

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[1]);
        try (Dataset reals = Datasets.open(arguments[0], LoadOptions.DEFAULT);
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        count,
                        FeatureNetworks.open("classifier", reals, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            System.out.println(count + " sounds against as many, " + evaluator.network().name());
            System.out.println("| sounds | fid | kid | is | precision | recall | coverage | entropy | label | nearest dB |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|");
            Set set = new Set(reals, evaluator);
            int[] half = IntStream.range(0, count).map(i -> (int) ((i + 0.5) * reals.size() / count)).toArray();
            set.print("real, others of the set", set.stored(half), set.labels(half), half);
            set.print("real, through a spectrogram without phases", set.inverted(set.stored(half)), set.labels(half), half);
            set.print("real, another speed, noise at -20 dB", set.changed(set.stored(half)), set.labels(half), half);
            set.print("noise as loud as a real one", set.noise(set.stored(half)), set.labels(half), half);
            for (int i = 2; i < arguments.length; i++) {
                Path run = Path.of(arguments[i]);
                for (String checkpoint : RunDirectory.open(run).checkpointNames()) {
                    try (TrainedModel model = TrainedModel.open(run, checkpoint)) {
                        set.print(run.getFileName() + " " + checkpoint, set.made(model, count), set.classes(count), null);
                    }
                }
            }
        }
    }

    private record Set(Dataset reals, Evaluator evaluator) {
        private SoundFormat format() {
            return SoundFormat.of(reals);
        }

        byte[] stored(int[] indices) {
            byte[] all = new byte[indices.length * format().bytes()];
            reals.gather(indices, MemorySegment.ofArray(all));
            return all;
        }

        int[] labels(int[] indices) {
            return Arrays.stream(indices).map(reals::label).toArray();
        }

        int[] classes(int count) {
            return IntStream.range(0, count).map(i -> i * reals.classes().size() / count).toArray();
        }

        /** As many of each class. */
        byte[] made(TrainedModel model, int count) {
            byte[] all = new byte[count * format().bytes()];
            int[] wanted = classes(count);
            try (Arena arena = Arena.ofConfined()) {
                for (int label = 0; label < reals.classes().size(); label++) {
                    int now = label;
                    int some = (int) Arrays.stream(wanted).filter(each -> each == now).count();
                    int first = (int) Arrays.stream(wanted).filter(each -> each < now).count();
                    try (var _ = TensorScope.open()) {
                        MemorySegment part = arena.allocate((long) some * format().bytes());
                        model.sample(model.latents(some, label, label), Weights.AVERAGE, part);
                        MemorySegment.copy(part, 0, MemorySegment.ofArray(all), (long) first * format().bytes(), part.byteSize());
                    }
                }
            }
            return all;
        }

        void print(String name, byte[] sounds, int[] labels, int[] own) {
            StringBuilder row = new StringBuilder("| " + name);
            try (Samples samples = evaluator.samples(source(sounds))) {
                evaluator
                        .evaluate(samples, MEASURED)
                        .values()
                        .forEach((_, value) -> row.append(String.format(Locale.ROOT, " | %.3f", value)));
                long[] heard = samples.labels();
                long right = IntStream.range(0, labels.length).filter(i -> heard[i] == labels[i]).count();
                row.append(String.format(Locale.ROOT, " | %.3f", (double) right / labels.length));
            }
            System.out.println(row.append(String.format(Locale.ROOT, " | %.1f |", nearest(sounds, own))));
        }

        private ImageSource source(byte[] sounds) {
            int bytes = format().bytes();
            return new ImageSource() {
                @Override
                public SoundFormat format() {
                    return Set.this.format();
                }

                @Override
                public int count() {
                    return sounds.length / bytes;
                }

                @Override
                public void fill(int start, int count, MemorySegment target) {
                    MemorySegment.copy(MemorySegment.ofArray(sounds), (long) start * bytes, target, 0, (long) count * bytes);
                }
            };
        }

        /** @param own what each sound was made of, which does not count; or null */
        private double nearest(byte[] sounds, int[] own) {
            int count = sounds.length / format().bytes();
            int some = Math.min(NEAREST_OF, count);
            float[][] known = pictures(stored(IntStream.range(0, reals.size()).toArray()));
            double[] distances = new double[some];
            for (int i = 0; i < some; i++) {
                int at = i * count / some;
                float[] picture =
                        pictures(Arrays.copyOfRange(sounds, at * format().bytes(), (at + 1) * format().bytes()))[0];
                double least = Double.POSITIVE_INFINITY;
                for (int j = 0; j < known.length; j++) {
                    if (own == null || own[at] != j) {
                        least = Math.min(least, distance(picture, known[j], least));
                    }
                }
                distances[i] = DECIBELS * Math.sqrt(least / picture.length);
            }
            Arrays.sort(distances);
            return distances[some / 2];
        }

        private static double distance(float[] a, float[] b, double enough) {
            double sum = 0;
            for (int i = 0; i < a.length && sum < enough; i++) {
                sum += (a[i] - b[i]) * (a[i] - b[i]);
            }
            return sum;
        }

        private float[][] pictures(byte[] sounds) {
            int count = sounds.length / format().bytes();
            float[][] pictures = new float[count][];
            try (Network network = network(List.of(new Spectrogram(WINDOW, HOP)));
                    Arena arena = Arena.ofConfined()) {
                MemorySegment one = arena.allocate(format().bytes());
                for (int i = 0; i < count; i++) {
                    MemorySegment.copy(MemorySegment.ofArray(sounds), (long) i * format().bytes(), one, 0, format().bytes());
                    try (var _ = TensorScope.open()) {
                        pictures[i] = network.forward(format().toTensor(one, 1, Device.CPU), Mode.EVALUATE).toFloats();
                    }
                }
            }
            return pictures;
        }

        private Network network(List<Layer> layers) {
            return Network.blank(
                    new Architecture(Shape.of(1, format().length()), layers, Initializer.HE_NORMAL), Device.CPU, Precision.FP32);
        }

        byte[] inverted(byte[] sounds) {
            byte[] all = new byte[sounds.length];
            int bytes = format().bytes();
            try (Network network = network(List.of(new Spectrogram(WINDOW, HOP), new GriffinLim(WINDOW, HOP, 32)));
                    Arena arena = Arena.ofConfined()) {
                MemorySegment one = arena.allocate(bytes);
                for (int i = 0; i < sounds.length / bytes; i++) {
                    MemorySegment.copy(MemorySegment.ofArray(sounds), (long) i * bytes, one, 0, bytes);
                    try (var _ = TensorScope.open()) {
                        Tensor made = network.forward(format().toTensor(one, 1, Device.CPU), Mode.EVALUATE);
                        format().toStored(made).copyTo(one);
                    }
                    MemorySegment.copy(one, 0, MemorySegment.ofArray(all), (long) i * bytes, bytes);
                }
            }
            return all;
        }

        byte[] changed(byte[] sounds) {
            return each(sounds, (sound, random) -> {
                double speed = 1 + 0.12 * (random.nextDouble() - 0.5);
                double[] changed = new double[sound.length];
                double power = Arrays.stream(sound).map(x -> x * x).average().orElse(0);
                for (int i = 0; i < sound.length; i++) {
                    double at = i * speed;
                    int left = (int) at;
                    changed[i] = left + 1 < sound.length ? sound[left] * (left + 1 - at) + sound[left + 1] * (at - left) : 0;
                    changed[i] += random.nextGaussian() * Math.sqrt(power / 100);
                }
                return changed;
            });
        }

        byte[] noise(byte[] sounds) {
            return each(sounds, (sound, random) -> {
                double[] noise = new double[sound.length];
                for (int i = 0; i < sound.length; i++) {
                    double power = 0;
                    for (int j = Math.max(0, i - HOP); j < Math.min(sound.length, i + HOP); j++) {
                        power += sound[j] * sound[j] / (2 * HOP);
                    }
                    noise[i] = random.nextGaussian() * Math.sqrt(power);
                }
                return noise;
            });
        }

        private interface Change {
            double[] of(double[] sound, SplittableRandom random);
        }

        private byte[] each(byte[] sounds, Change change) {
            ByteBuffer all = ByteBuffer.wrap(sounds).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer result = ByteBuffer.allocate(sounds.length).order(ByteOrder.LITTLE_ENDIAN);
            SplittableRandom random = new SplittableRandom(1);
            while (all.hasRemaining()) {
                double[] sound = new double[format().length()];
                for (int i = 0; i < sound.length; i++) {
                    sound[i] = all.getShort();
                }
                for (double sample : change.of(sound, random)) {
                    result.putShort((short) Math.clamp(Math.round(sample), Short.MIN_VALUE, Short.MAX_VALUE));
                }
            }
            return result.array();
        }
    }
}
