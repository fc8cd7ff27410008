package dev.duello.data.image;

import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.SampleFormat;
import dev.duello.data.SkippedFile;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.Clusterable;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.Well19937c;
import org.jspecify.annotations.Nullable;

/**
 * Images in groups of like ones, each with its group as its label, in the place of labels that they may have: what a generator
 * by class can learn from where nobody has sorted the images (self-labeling; Liu et al., 2020, "Diverse image generation via
 * self-conditioned GANs", group by a discriminator's features what is grouped by looks here).
 *
 * <p>Groups come from k-means (Arthur and Vassilvitskii, 2007) on small copies of some of the images, always the same for the
 * same images. The largest is the first. Closing it closes the images.
 */
public final class ClusteredImages implements Dataset {
    /** Side of a small copy: enough to tell looks apart, too little for details. */
    private static final int CELLS = 8;

    /** Images looked at: enough to find a few groups in, and more for many. */
    private static final int LOOKED_AT = 2_000;

    private static final int OF_EACH_GROUP = 50;

    private static final int ROUNDS = 30;

    private final Dataset images;
    private final double[][] centers;
    private final Map<String, Double> shares;
    /** One more than the label of an image, or 0 until somebody asks. */
    private final int[] known;

    private ClusteredImages(Dataset images, double[][] centers, Map<String, Double> shares) {
        this.images = images;
        this.centers = centers;
        this.shares = Collections.unmodifiableMap(shares);
        this.known = new int[images.size()];
    }

    /**
     * Looks at some thousand images, and finds what kinds there are.
     *
     * @param groups how many, at least 2
     * @return without classes where the images are too few or too alike for so many groups
     */
    public static ClusteredImages of(Dataset images, int groups) {
        List<Clusterable> looks = looks(images, groups);
        if (!differEnough(looks, groups)) {
            return new ClusteredImages(images, new double[0][], Map.of());
        }
        var kMeans = new KMeansPlusPlusClusterer<>(groups, ROUNDS, new EuclideanDistance(), new Well19937c(0));
        List<CentroidCluster<Clusterable>> clusters = kMeans.cluster(looks).stream()
                .sorted(Comparator.comparing(cluster -> -cluster.getPoints().size()))
                .toList();
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < groups; i++) {
            shares.put("group-" + i, clusters.get(i).getPoints().size() / (double) looks.size());
        }
        double[][] centers =
                clusters.stream().map(cluster -> cluster.getCenter().getPoint()).toArray(double[][]::new);
        return new ClusteredImages(images, centers, shares);
    }

    /** Whether images are many and different enough for so many groups. */
    public static boolean canFind(Dataset images, int groups) {
        return differEnough(looks(images, groups), groups);
    }

    private static List<Clusterable> looks(Dataset images, int groups) {
        int count = Math.min(images.size(), Math.max(LOOKED_AT, OF_EACH_GROUP * groups));
        return IntStream.range(0, count)
                .mapToObj(i -> (int) ((long) i * images.size() / count))
                .map(index -> (Clusterable) new DoublePoint(look(images, index)))
                .toList();
    }

    private static boolean differEnough(List<Clusterable> looks, int groups) {
        return looks.stream().distinct().limit(groups).count() == groups;
    }

    /** About how often each group occurs, by its name; empty where there are none. */
    public Map<String, Double> shares() {
        return shares;
    }

    /** The mean of each cell and channel, 0 to 255. */
    private static double[] look(Dataset images, int index) {
        ImageFormat format = ImageFormat.of(images);
        byte[] pixels = images.stored(index);
        int height = format.height();
        int width = format.width();
        int channels = format.channels();
        int rows = Math.min(CELLS, height);
        int columns = Math.min(CELLS, width);
        double[] sums = new double[rows * columns * channels];
        int[] counts = new int[rows * columns];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int cell = y * rows / height * columns + x * columns / width;
                counts[cell]++;
                for (int c = 0; c < channels; c++) {
                    sums[cell * channels + c] += Byte.toUnsignedInt(pixels[at++]);
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i / channels];
        }
        return sums;
    }

    @Override
    public List<String> classes() {
        return List.copyOf(shares.keySet());
    }

    /** The group whose middle is nearest. */
    @Override
    public int label(int index) {
        if (centers.length == 0) {
            return -1;
        }
        // Two threads that ask at once find the same.
        if (known[index] == 0) {
            known[index] = 1 + nearest(look(images, index));
        }
        return known[index] - 1;
    }

    private int nearest(double[] look) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centers.length; i++) {
            double distance = 0;
            for (int j = 0; j < look.length; j++) {
                double difference = look[j] - centers[i][j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public SampleFormat format() {
        return images.format();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public void gather(int[] indices, MemorySegment target) {
        images.gather(indices, target);
    }

    /** Without groups of its own. */
    @Override
    public @Nullable Dataset heldOut() {
        return images.heldOut();
    }

    @Override
    public String fingerprint() {
        return images.fingerprint();
    }

    @Override
    public List<SkippedFile> skipped() {
        return images.skipped();
    }

    @Override
    public int skippedCount() {
        return images.skippedCount();
    }

    @Override
    public LoadReport report() {
        return images.report();
    }

    @Override
    public void close() {
        images.close();
    }
}
