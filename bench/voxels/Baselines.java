import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import dev.duello.train.TrainedModel;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Every second shape of a set against the others, which is the floor, and beside it what simple methods and runs reach against the same
 * shapes: the mean shape of the others, full where at least half of them are, of all and of each class; and the samples of runs, at the
 * start and at their newest checkpoint.
 *
 * <pre>java -cp CLASSPATH bench/voxels/Baselines.java furniture RUN...</pre>
 */
final class Baselines {
    private static final List<Metric> MEASURED =
            Metrics.parse("nn-accuracy-iou,coverage-iou,mmd-iou,nn-accuracy-chamfer,coverage-chamfer,mmd-chamfer,symmetry,parts");

    public static void main(String[] arguments) {
        try (Dataset all = Datasets.open(arguments[0], LoadOptions.DEFAULT);
                Dataset reals = all.subset(every(all, 0));
                Dataset others = all.subset(every(all, 1));
                Evaluator evaluator = new Evaluator(
                        reals,
                        "every second",
                        others.size(),
                        FeatureNetworks.open("random", all, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            System.out.println("| " + others.size() + " of each |" + String.join("|", names()) + "|");
            print("the other shapes", evaluator, ImageSource.of(others, others.size()));
            byte[] mean = mean(others, -1);
            print("their mean shape", evaluator, of(others, _ -> mean));
            List<byte[]> means = IntStream.range(0, others.classes().size())
                    .mapToObj(label -> mean(others, label))
                    .toList();
            print("the mean shapes of classes", evaluator, of(others, i -> means.get(others.label(i))));
            for (int i = 1; i < arguments.length; i++) {
                Path run = Path.of(arguments[i]);
                // What quality.sh keeps of the half of a run has the same beginning as the run.
                if (!run.getFileName().toString().endsWith("-half")) {
                    print(run.getFileName() + " at 0 kimg", evaluator, samples(run, "000000.000k", others));
                }
                print(run.getFileName() + " at its end", evaluator, samples(run, null, others));
            }
        }
    }

    private static int[] every(Dataset set, int first) {
        return IntStream.range(0, set.size() / 2).map(i -> 2 * i + first).toArray();
    }

    private static List<String> names() {
        return MEASURED.stream().map(Metric::name).toList();
    }

    private static ImageSource samples(Path run, String checkpoint, Dataset like) {
        try (TrainedModel model = checkpoint == null ? TrainedModel.open(run) : TrainedModel.open(run, checkpoint)) {
            byte[] made = model.sample(like.size(), 1);
            int bytes = like.format().bytes();
            return of(like, i -> java.util.Arrays.copyOfRange(made, i * bytes, (i + 1) * bytes));
        }
    }

    /** Full where at least half of the shapes are. @param label of those that count; all where it is negative */
    private static byte[] mean(Dataset shapes, int label) {
        int bytes = shapes.format().bytes();
        int[] full = new int[8 * bytes];
        int count = 0;
        for (int i = 0; i < shapes.size(); i++) {
            if (label >= 0 && shapes.label(i) != label) {
                continue;
            }
            count++;
            byte[] shape = shapes.stored(i);
            for (int cell = 0; cell < full.length; cell++) {
                full[cell] += shape[cell / 8] >> cell % 8 & 1;
            }
        }
        byte[] mean = new byte[bytes];
        for (int cell = 0; cell < full.length; cell++) {
            mean[cell / 8] |= (byte) (2 * full[cell] >= Math.max(1, count) ? 1 << cell % 8 : 0);
        }
        return mean;
    }

    private static ImageSource of(Dataset like, IntFunction<byte[]> shapes) {
        SampleFormat format = like.format();
        return new ImageSource() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public int count() {
                return like.size();
            }

            @Override
            public void fill(int start, int some, MemorySegment target) {
                for (int i = 0; i < some; i++) {
                    MemorySegment.copy(
                            MemorySegment.ofArray(shapes.apply(start + i)),
                            0,
                            target,
                            (long) i * format.bytes(),
                            format.bytes());
                }
            }
        };
    }

    private static void print(String name, Evaluator evaluator, ImageSource fakes) {
        Map<Metric, Double> values = evaluator.evaluate(fakes, MEASURED).values();
        StringBuilder line = new StringBuilder("| " + name);
        MEASURED.forEach(metric -> line.append(String.format(" | %.4g", values.get(metric))));
        System.out.println(line + " |");
    }
}
