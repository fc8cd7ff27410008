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
import dev.duello.nn.Architecture;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.Initializer;
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
 * How good the sounds of runs are, beside real ones and simple methods: real clips played faster or slower by up to 6 % with noise 20 dB
 * below them, noise that is as loud as a real clip at each time, and real clips that went through a spectrogram without phases. All is
 * compared with every other sound of the data; the simple methods are made of those between, so that none is compared with what it was made of.
 *
 * <pre>java -cp CLASSPATH bench/sound/Measure.java spoken-digits 1000 RUN...</pre>
 *
 * Of each run its newest checkpoint, and of the first its oldest as well.
 */
final class Measure {
    private static final List<Metric> MEASURED = List.of(
            Metrics.FID,
            Metrics.KID,
            Metrics.IS,
            Metrics.PRECISION,
            Metrics.RECALL,
            Metrics.COVERAGE,
            Metrics.ENTROPY,
            Metrics.LABEL_ACCURACY,
            Metrics.SPECTRAL_CONVERGENCE,
            Metrics.LOG_SPECTRAL_DISTANCE);
    private static final int WINDOW = 256;
    private static final int HOP = 64;

    public static void main(String[] arguments) {
        try (Dataset all = Datasets.open(arguments[0], LoadOptions.DEFAULT)) {
            int[] compared = IntStream.range(0, all.size() / 2).map(i -> 2 * i).toArray();
            int count = Math.min(Integer.parseInt(arguments[1]), compared.length);
            try (Evaluator evaluator = new Evaluator(
                    all.subset(compared),
                    "every other",
                    count,
                    FeatureNetworks.open("classifier", all, EvaluationProgress.NONE),
                    EvaluationProgress.NONE)) {
                System.out.println(count + " sounds against as many, " + evaluator.network().name());
                System.out.println("| sounds | " + String.join(" | ", Metrics.names(MEASURED)) + " |");
                System.out.println("|---".repeat(MEASURED.size() + 1) + "|");
                new Set(all, evaluator, count).print(Arrays.stream(arguments).skip(2).map(Path::of).toList());
            }
        }
    }

    private record Set(Dataset all, Evaluator evaluator, int count) {
        private SoundFormat format() {
            return SoundFormat.of(all);
        }

        void print(List<Path> runs) {
            int[] others = IntStream.range(0, count)
                    .map(i -> 2 * (int) ((i + 0.5) * (all.size() / 2) / count) + 1)
                    .toArray();
            int[] labels = Arrays.stream(others).map(all::label).toArray();
            byte[] stored = new byte[count * format().bytes()];
            all.gather(others, MemorySegment.ofArray(stored));
            print("other real ones", stored, labels);
            print("real, through a spectrogram without phases", inverted(stored), labels);
            print("real, another speed, noise at -20 dB", changed(stored), labels);
            print("noise as loud as a real one", noise(stored), labels);
            for (Path run : runs) {
                List<String> checkpoints = RunDirectory.open(run).checkpointNames();
                if (run.equals(runs.getFirst()) && checkpoints.size() > 1) {
                    print(run, checkpoints.getLast());
                }
                print(run, checkpoints.getFirst());
            }
        }

        /** As many of each class. */
        private void print(Path run, String checkpoint) {
            int[] wanted = IntStream.range(0, count)
                    .map(i -> (int) ((long) i * all.classes().size() / count))
                    .toArray();
            byte[] made = new byte[count * format().bytes()];
            try (TrainedModel model = TrainedModel.open(run, checkpoint);
                    Arena arena = Arena.ofConfined()) {
                int first = 0;
                for (int label = 0; label < all.classes().size(); label++) {
                    int now = label;
                    int some = (int) Arrays.stream(wanted).filter(each -> each == now).count();
                    try (var _ = TensorScope.open()) {
                        MemorySegment part = arena.allocate((long) some * format().bytes());
                        model.sample(model.latents(some, label, label), Weights.AVERAGE, part);
                        MemorySegment.copy(part, 0, MemorySegment.ofArray(made), (long) first * format().bytes(), part.byteSize());
                    }
                    first += some;
                }
            }
            print(run.getFileName() + " " + checkpoint, made, wanted);
        }

        private void print(String name, byte[] sounds, int[] labels) {
            StringBuilder row = new StringBuilder("| " + name);
            evaluator
                    .evaluate(new Made(format(), sounds, labels), MEASURED)
                    .values()
                    .forEach((_, value) -> row.append(String.format(Locale.ROOT, " | %.3f", value)));
            System.out.println(row.append(" |"));
        }

        private record Made(SoundFormat format, byte[] sounds, int[] labels) implements ImageSource {
            @Override
            public int count() {
                return labels.length;
            }

            @Override
            public void fill(int start, int count, MemorySegment target) {
                long bytes = format.bytes();
                MemorySegment.copy(MemorySegment.ofArray(sounds), start * bytes, target, 0, count * bytes);
            }
        }

        byte[] inverted(byte[] sounds) {
            byte[] all = new byte[sounds.length];
            int bytes = format().bytes();
            Architecture way = new Architecture(
                    Shape.of(1, format().length()),
                    List.of(new Spectrogram(WINDOW, HOP), new GriffinLim(WINDOW, HOP, 32)),
                    Initializer.HE_NORMAL);
            try (Network network = Network.blank(way, Device.CPU, Precision.FP32);
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
