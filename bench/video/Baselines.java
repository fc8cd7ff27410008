import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.video.VideoFormat;
import dev.duello.metric.Evaluator;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What simple methods reach on clips beside the checkpoints of runs: a real frame that stands still, a real frame that moves as a whole
 * along a line at a random speed, and real clips of the training part, which are the best that can be.
 *
 * <pre>java -cp CLASSPATH bench/video/Baselines.java moving-shapes 500 random RUN...</pre>
 */
final class Baselines {
    private static final List<Metric> MEASURED =
            List.of(Metrics.FID, Metrics.FRAME_FID, Metrics.MOTION, Metrics.CONTENT_DRIFT, Metrics.DIVERSITY);

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[1]);
        try (Dataset train = Datasets.open(arguments[0], LoadOptions.DEFAULT);
                Dataset test = Datasets.open(arguments[0], LoadOptions.DEFAULT.withSplit(Split.TEST));
                Evaluator evaluator = new Evaluator(
                        test,
                        "test",
                        count,
                        FeatureNetworks.open(arguments[2], test, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            System.out.println("reals " + evaluator.real().count() + ", " + evaluator.network().name());
            print("real clips of the training part", evaluator, ImageSource.of(train, count));
            byte[] still = new byte[count * train.format().bytes()];
            byte[] moved = new byte[still.length];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < count; i++) {
                byte[] clip = train.stored((int) ((long) i * train.size() / count));
                System.arraycopy(moved(train, clip, 0, 0), 0, still, i * clip.length, clip.length);
                double angle = 2 * Math.PI * random.nextDouble();
                double speed = random.nextDouble();
                byte[] along = moved(train, clip, speed * Math.cos(angle), speed * Math.sin(angle));
                System.arraycopy(along, 0, moved, i * clip.length, clip.length);
            }
            print("a real frame that stands still", evaluator, of(train, still));
            print("a real frame moved by up to a pixel a frame", evaluator, of(train, moved));
            for (int i = 3; i < arguments.length; i++) {
                Path run = Path.of(arguments[i]);
                for (String checkpoint : RunDirectory.open(run).checkpointNames()) {
                    try (TrainedModel model = TrainedModel.open(run, checkpoint)) {
                        print(run.getFileName() + " " + checkpoint, evaluator, of(train, model.sample(count, 1)));
                    }
                }
            }
        }
    }

    private static ImageSource of(Dataset like, byte[] stored) {
        SampleFormat format = like.format();
        return new ImageSource() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public int count() {
                return stored.length / format.bytes();
            }

            @Override
            public void fill(int start, int some, MemorySegment target) {
                MemorySegment.copy(
                        MemorySegment.ofArray(stored),
                        (long) start * format.bytes(),
                        target,
                        0,
                        (long) some * format.bytes());
            }
        };
    }

    /** The frame in the middle, moved by whole pixels; what comes in at the border is the pixel there. */
    private static byte[] moved(Dataset set, byte[] clip, double x, double y) {
        VideoFormat format = VideoFormat.of(set);
        byte[] made = new byte[clip.length];
        int middle = format.frames() / 2;
        int at = 0;
        for (int frame = 0; frame < format.frames(); frame++) {
            for (int row = 0; row < format.height(); row++) {
                for (int column = 0; column < format.width(); column++) {
                    int fromX = Math.clamp(column - Math.round(x * (frame - middle)), 0, format.width() - 1);
                    int fromY = Math.clamp(row - Math.round(y * (frame - middle)), 0, format.height() - 1);
                    for (int channel = 0; channel < format.channels(); channel++) {
                        made[at++] = clip[((middle * format.height() + fromY) * format.width() + fromX)
                                        * format.channels()
                                + channel];
                    }
                }
            }
        }
        return made;
    }

    private static void print(String name, Evaluator evaluator, ImageSource fakes) {
        StringBuilder line = new StringBuilder("| " + name);
        Map<Metric, Double> values = evaluator.evaluate(fakes, MEASURED).values();
        MEASURED.forEach(metric -> line.append(String.format(" | %.4g", values.get(metric))));
        System.out.println(line + " |");
    }
}
