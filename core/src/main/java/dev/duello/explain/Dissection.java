package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Parallel;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which feature maps of a generator go with what can be seen (GAN Dissection; Bau et al., 2019): each unit's map, enlarged and cut at
 * a threshold, is compared with masks of concepts, and units that fit are switched off to see whether what they go with is
 * their doing. Concepts need no segmentation network.
 */
public final class Dissection {
    /**
     * A unit with the concept that fits it best.
     *
     * @param unit its channel
     * @param iou intersection over union of its map and the concept, on samples that its threshold was not chosen by
     * @param effect the area that disappears from a sample when the unit is switched off, as a share of the image, mean over samples
     * @param low lower end of the 95 % confidence interval of {@code effect}
     * @param high upper end of it
     * @param usual mean area of the concept in samples
     * @param examples its maps over the samples where it is strongest
     */
    public record Unit(
            int unit,
            String concept,
            double iou,
            double effect,
            double low,
            double high,
            double usual,
            List<Example> examples) {
        public Unit {
            examples = List.copyOf(examples);
        }

        /** Whether switching it off surely takes away of the concept. */
        public boolean isCause() {
            return low > 0;
        }
    }

    /** @param image {@code [C, H, W]} in [-1, 1] */
    public record Example(float[] image, HeatMap map) {}

    /**
     * All units of a layer, the best fit first.
     *
     * @param layer its position in the generator
     * @param name its name in the generator, such as {@code 9.relu}
     */
    public record Report(int layer, String name, int height, int width, List<Unit> units) {
        public Report {
            units = List.copyOf(units);
        }
    }

    /** As in the reference: below, a fit is no fit. */
    public static final double DETECTS = 0.05;

    /** Shares of a unit's values that lie above the thresholds that are tried. */
    private static final double[] ABOVE = {0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5};
    /**
     * Further thresholds, as parts of the way from the median to the value that a hundredth lies above: of units that are either on or
     * off, many values are equal, and quantiles would find only the two.
     */
    private static final double[] BETWEEN = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};

    private static final int SAMPLES = 300;
    private static final int BATCH = 50;
    private static final int EXAMPLES = 4;
    private static final int MEASURED = 200;

    private final Model model;
    private final NetworkView view;
    private final Concepts concepts;
    private final @Nullable Function<Tensor, int[]> classes;
    private final int layer;
    private final int units;
    private final int mapHeight;
    private final int mapWidth;
    private final int height;
    private final int width;
    private final int channels;

    private Dissection(Model model, int layer, List<String> classNames, @Nullable Function<Tensor, int[]> classes) {
        this.model = model;
        this.layer = layer;
        this.classes = classes;
        view = Generators.view(model);
        concepts = new Concepts(classes == null ? List.of() : classNames);
        List<Integer> maps =
                view.network().architecture().placed().get(layer).output().axes();
        units = maps.get(0);
        mapHeight = maps.get(1);
        mapWidth = maps.get(2);
        List<Integer> image = model.sampleShape().axes();
        channels = image.get(0);
        height = image.get(1);
        width = image.get(2);
    }

    /**
     * @param layer a position in the generator whose output has feature maps; negative for the last block at half the size of a
     *     sample or less
     * @param classNames names of classes by label
     * @param classes tells the class of each image; null when nothing does
     * @param effects of how many units, the best fit first, the effect is measured; the others are left out
     * @throws ExplainException when there is no such layer
     */
    public static Report of(
            Model model, int layer, List<String> classNames, @Nullable Function<Tensor, int[]> classes, int effects) {
        List<Architecture.Placed> placed =
                Generators.view(model).network().architecture().placed();
        int chosen = layer < 0 ? defaultLayer(model, placed) : layer;
        if (chosen >= placed.size() - 1 || placed.get(chosen).output().axes().size() != 3) {
            throw new ExplainException(
                    "Layer " + chosen + " of this generator has no feature maps. Those with maps are "
                            + IntStream.range(0, placed.size() - 1)
                                    .filter(i -> placed.get(i).output().axes().size() == 3)
                                    .mapToObj(i -> placed.get(i).name())
                                    .toList()
                            + ".");
        }
        Dissection dissection = new Dissection(model, chosen, classNames, classes);
        return new Report(
                chosen,
                placed.get(chosen).name(),
                dissection.mapHeight,
                dissection.mapWidth,
                dissection.units(effects));
    }

    private static int defaultLayer(Model model, List<Architecture.Placed> placed) {
        int side = model.sampleShape().axes().get(1);
        int found = -1;
        for (int i = 0; i < placed.size() - 1; i++) {
            List<Integer> axes = placed.get(i).output().axes();
            boolean isBlock =
                    placed.get(i).layer() instanceof Activation || placed.get(i).layer() instanceof Parallel;
            if (isBlock && axes.size() == 3 && axes.get(1) > 1 && axes.get(1) <= side / 2) {
                found = i;
            }
        }
        if (found < 0) {
            throw new ExplainException(
                    "This generator has no feature maps before its samples, so there are no units to" + " look at.");
        }
        return found;
    }

    /** Samples with the maps of the layer. @param maps of each sample {@code [units, h, w]} */
    private record Seen(float[][] images, float[][] maps, int[][] concepts) {}

    private Seen see(String stream) {
        RandomStream random = new RandomStream(stream, 0);
        float[][] images = new float[SAMPLES][];
        float[][] maps = new float[SAMPLES][];
        int[][] shown = new int[SAMPLES][];
        for (int start = 0; start < SAMPLES; start += BATCH) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor latents = model.latents(BATCH, random);
                Tensor made = view.before(latents, layer + 1);
                Tensor samples = view.after(latents, made, layer + 1);
                int[] labels = labels(samples);
                for (int i = 0; i < BATCH; i++) {
                    images[start + i] = samples.narrow(0, i, 1).contiguous().toFloats();
                    maps[start + i] = made.narrow(0, i, 1).contiguous().toFloats();
                    shown[start + i] = concepts.of(images[start + i], channels, height, width, labels[i]);
                }
            }
        }
        return new Seen(images, maps, shown);
    }

    private int[] labels(Tensor samples) {
        if (classes != null) {
            return classes.apply(samples);
        }
        int[] none = new int[Math.toIntExact(samples.size(0))];
        Arrays.fill(none, -1);
        return none;
    }

    private List<Unit> units(int effects) {
        Seen chosenBy = see("dissection-thresholds");
        Seen measured = see("dissection");
        List<Fit> fits = IntStream.range(0, units)
                .parallel()
                .mapToObj(unit -> fit(unit, chosenBy, measured))
                .sorted(Comparator.comparingDouble(Fit::iou).reversed())
                .limit(effects)
                .toList();
        List<Unit> found = new ArrayList<>();
        for (Fit fit : fits) {
            found.add(withEffect(fit, measured));
        }
        return found;
    }

    private record Fit(int unit, int concept, double iou) {}

    private Fit fit(int unit, Seen chosenBy, Seen measured) {
        double[] thresholds = thresholds(unit, chosenBy);
        double[][] before = ious(unit, thresholds, chosenBy);
        double[][] after = ious(unit, thresholds, measured);
        int concept = 0;
        int level = 0;
        for (int c = 0; c < concepts.names().size(); c++) {
            for (int l = 0; l < thresholds.length; l++) {
                if (before[l][c] > before[level][concept]) {
                    concept = c;
                    level = l;
                }
            }
        }
        return new Fit(unit, concept, after[level][concept]);
    }

    /** Descending. */
    private double[] thresholds(int unit, Seen seen) {
        int plane = mapHeight * mapWidth;
        float[] values = new float[seen.maps.length * plane];
        for (int i = 0; i < seen.maps.length; i++) {
            System.arraycopy(seen.maps[i], unit * plane, values, i * plane, plane);
        }
        Arrays.sort(values);
        double median = quantile(values, 0.5);
        double high = quantile(values, 0.01);
        return DoubleStream.concat(
                        Arrays.stream(ABOVE).map(share -> quantile(values, share)),
                        Arrays.stream(BETWEEN).map(part -> median + part * (high - median)))
                .map(threshold -> -threshold)
                .sorted()
                .map(threshold -> -threshold)
                .toArray();
    }

    /** The value that a share of all lies above. */
    private static double quantile(float[] sorted, double above) {
        return sorted[(int) ((1 - above) * (sorted.length - 1))];
    }

    /** @return by threshold and concept */
    private double[][] ious(int unit, double[] thresholds, Seen seen) {
        int count = concepts.names().size();
        // How many pixels lie between a threshold and the next, in all and of those that show each concept.
        long[] between = new long[thresholds.length + 1];
        long[][] showing = new long[thresholds.length + 1][count];
        for (int i = 0; i < seen.maps.length; i++) {
            double[] large = enlarged(unit, seen.maps[i]);
            for (int p = 0; p < large.length; p++) {
                int level = 0;
                while (level < thresholds.length && large[p] <= thresholds[level]) {
                    level++;
                }
                between[level]++;
                for (int bits = seen.concepts[i][p]; bits != 0; bits &= bits - 1) {
                    showing[level][Integer.numberOfTrailingZeros(bits)]++;
                }
            }
        }
        double[][] ious = new double[thresholds.length][count];
        for (int c = 0; c < count; c++) {
            long all = 0;
            for (long[] level : showing) {
                all += level[c];
            }
            long above = 0;
            long both = 0;
            for (int l = 0; l < thresholds.length; l++) {
                above += between[l];
                both += showing[l][c];
                ious[l][c] = above + all == both ? 0 : (double) both / (above + all - both);
            }
        }
        return ious;
    }

    private double[] enlarged(int unit, float[] maps) {
        int plane = mapHeight * mapWidth;
        double[] map = new double[plane];
        for (int p = 0; p < plane; p++) {
            map[p] = maps[unit * plane + p];
        }
        return Attribution.enlarged(map, mapHeight, mapWidth, height, width);
    }

    private Unit withEffect(Fit fit, Seen seen) {
        double[] gone = new double[MEASURED];
        double[] usual = new double[MEASURED];
        RandomStream random = new RandomStream("dissection-effects", 0);
        for (int start = 0; start < MEASURED; start += BATCH) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor latents = model.latents(BATCH, random);
                Tensor maps = view.before(latents, layer + 1).copy();
                double[] with = areas(view.after(latents, maps.copy(), layer + 1), fit.concept);
                maps.narrow(1, fit.unit, 1).fill_(0);
                double[] without = areas(view.after(latents, maps, layer + 1), fit.concept);
                for (int i = 0; i < BATCH; i++) {
                    usual[start + i] = with[i];
                    gone[start + i] = with[i] - without[i];
                }
            }
        }
        double effect = Vectors.mean(gone);
        double margin = 1.96 * Vectors.deviation(gone) / Math.sqrt(MEASURED);
        return new Unit(
                fit.unit,
                concepts.names().get(fit.concept),
                fit.iou,
                effect,
                effect - margin,
                effect + margin,
                Vectors.mean(usual),
                examples(fit.unit, seen));
    }

    private double[] areas(Tensor samples, int concept) {
        int[] labels = labels(samples);
        double[] areas = new double[labels.length];
        for (int i = 0; i < areas.length; i++) {
            float[] image = samples.narrow(0, i, 1).contiguous().toFloats();
            areas[i] = Concepts.area(concepts.of(image, channels, height, width, labels[i]), concept);
        }
        return areas;
    }

    private List<Example> examples(int unit, Seen seen) {
        int plane = mapHeight * mapWidth;
        double[] strongest = new double[seen.maps.length];
        for (int i = 0; i < strongest.length; i++) {
            strongest[i] = Double.NEGATIVE_INFINITY;
            for (int p = 0; p < plane; p++) {
                strongest[i] = Math.max(strongest[i], seen.maps[i][unit * plane + p]);
            }
        }
        return IntStream.range(0, strongest.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -strongest[i]))
                .limit(EXAMPLES)
                .map(i -> new Example(seen.images[i], new HeatMap(height, width, enlarged(unit, seen.maps[i]), false)))
                .toList();
    }
}
