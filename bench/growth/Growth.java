import dev.duello.data.Batch;
import dev.duello.data.ShuffledBatches;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.gan.GanLearner;
import dev.duello.gan.GanSettings;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** One measurement a process; see ../growth.sh. */
class Growth {
    /** The auto preset pays its penalty every eighth step, so that only so many together cost what training costs. */
    static final int WINDOW = 8;

    /** The preset auto halves its networks' width above this side. */
    static final int LARGE = 64;

    static final ImageFormat FORMAT = new ImageFormat(1, 28, 28);
    static final int BATCH = 64;

    public static void main(String[] arguments) throws IOException {
        Torch.setThreads(Integer.getInteger("threads", 1));
        switch (arguments[0]) {
            case "step" ->
                step(
                        arguments[1],
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]));
            case "make" -> make(arguments[1], Integer.parseInt(arguments[2]), Path.of(arguments[3]));
            case "open" -> open(arguments[1], arguments[2], Integer.parseInt(arguments[3]), arguments[4]);
            case "plot" -> Plot.of(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /**
     * Times whole steps of a preset on random images in color.
     *
     * @param width of the networks, or 0 for what the preset has
     */
    static void step(String preset, int width, int side, int batch) {
        Map<String, String> settings =
                new HashMap<>(Map.of("preset", preset, "data.size", String.valueOf(side), "data.channels", "3"));
        int chosen = width > 0 ? width : preset.equals("auto") && side > LARGE ? 32 : 64;
        settings.put("generator.width", String.valueOf(chosen));
        settings.put("discriminator.width", String.valueOf(chosen));
        Experiment experiment = ExperimentReader.read(null, settings);
        Shape image = experiment.sampleShape();
        try (var _ = TensorScope.open();
                var learner = new GanLearner(((GanSettings) experiment.settings()).config(experiment.samples(), experiment.training().annealKimg()), 0, Device.CPU, Precision.resolve("auto", Device.CPU))) {
            Tensor real = new RandomStream("images", 0)
                    .uniform(Device.CPU, -1, 1, batch, image.channels(), side, side)
                    .channelsLast();
            Tensor labels = Tensors.of(new long[batch], batch);
            window(learner, real, labels);
            List<Double> times = new ArrayList<>();
            double sum = 0;
            // Small steps are timed for long enough to be seen, large ones not for minutes.
            while (sum < 3000 || times.size() < 3 && sum < 8000) {
                double time = window(learner, real, labels);
                times.add(time / WINDOW);
                sum += time;
            }
            double[] sorted =
                    times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            print(preset, chosen, side, batch, sorted[sorted.length / 2], sorted[0], status("VmHWM"));
        }
    }

    static double window(GanLearner learner, Tensor real, Tensor labels) {
        long start = System.nanoTime();
        for (int i = 0; i < WINDOW; i++) {
            try (var _ = TensorScope.open()) {
                learner.step(new Batch(real, labels));
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** Writes a data set of gray images of 28x28 as an IDX file, or as a folder of PNG files. */
    static void make(String kind, int count, Path to) throws IOException {
        // A thousand are enough to choose from: nothing that is measured looks at what they show.
        byte[][] images = new byte[1000][];
        SplittableRandom random = new SplittableRandom(0);
        for (int i = 0; i < images.length; i++) {
            images[i] = image(random);
        }
        if (kind.equals("folder")) {
            Files.createDirectory(to);
            Path sample = to.resolve("sample.png");
            byte[][] files = new byte[images.length][];
            for (int i = 0; i < images.length; i++) {
                PngFiles.write(sample, FORMAT, images[i]);
                files[i] = Files.readAllBytes(sample);
            }
            Files.delete(sample);
            for (int i = 0; i < count; i++) {
                Files.write(to.resolve(String.format(Locale.ROOT, "%07d.png", i)), files[i % files.length]);
            }
            return;
        }
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to), 1 << 20))) {
            for (int number : new int[] {0x803, count, FORMAT.height(), FORMAT.width()}) {
                out.writeInt(number);
            }
            for (int i = 0; i < count; i++) {
                out.write(images[i % images.length]);
            }
        }
    }

    /** A bright disc with a little noise on black, which packs about as well as clothes do. */
    static byte[] image(SplittableRandom random) {
        byte[] pixels = new byte[FORMAT.bytes()];
        double radius = random.nextDouble(6, 14);
        for (int i = 0; i < pixels.length; i++) {
            double distance = Math.hypot(i / 28 - 13.5, i % 28 - 13.5);
            pixels[i] = (byte) (distance < radius ? 160 + random.nextInt(32) : 0);
        }
        return pixels;
    }

    /** Opens a data set, for the first time or again, and in the latter case gives batches. */
    static void open(String when, String kind, int count, String path) {
        long start = System.nanoTime();
        try (Dataset images = Datasets.open(path, LoadOptions.DEFAULT)) {
            double opened = (System.nanoTime() - start) / 1e6;
            if (images.size() != count) {
                throw new IllegalStateException(images + " instead of " + count);
            }
            double batch = 0;
            if (when.equals("again")) {
                try (var batches = new ShuffledBatches(images, BATCH, 0, Device.CPU, false)) {
                    batches(batches, 200);
                    batch = batches(batches, 2000);
                }
            }
            print(kind, when, count, opened, batch, status("VmHWM"), status("RssAnon"));
        }
    }

    /** Microseconds of one. */
    static double batches(ShuffledBatches batches, int count) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            try (var _ = TensorScope.open()) {
                batches.next();
            }
        }
        return (System.nanoTime() - start) / 1e3 / count;
    }

    /** A line of this process's memory, in MB (Linux). */
    static long status(String line) {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(text -> text.startsWith(line))
                    .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    static void print(Object... values) {
        System.out.println(String.join(
                "\t",
                Arrays.stream(values)
                        .map(value -> value instanceof Double number
                                ? String.format(Locale.ROOT, "%.2f", number)
                                : String.valueOf(value))
                        .toList()));
    }
}
