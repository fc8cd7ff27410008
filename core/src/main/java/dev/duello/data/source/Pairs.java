package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Paired;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sources;
import dev.duello.data.Split;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two sets of images, of which one holds what the images of the other are to be made from. */
public final class Pairs {
    private static final Logger LOG = LoggerFactory.getLogger(Pairs.class);
    /** Files that are named where some have no partner. */
    private static final int NAMED = 3;

    private Pairs() {}

    /**
     * The images that have a source of the same name: {@code a/7.png} belongs to {@code a/7.jpg}. What has no partner is left out,
     * counted and named in the log.
     *
     * @param sources a name or path, as {@link Datasets#open} takes it
     * @param options the format of the sources
     * @param targets what was opened at {@code targetsAt}; keep it open as long
     * @return to be closed, which leaves {@code targets} open
     * @throws DataException when nothing belongs together, or the sources cannot be read
     */
    public static Dataset open(String sources, LoadOptions options, Dataset targets, String targetsAt) {
        Dataset opened = Datasets.open(sources, options);
        try {
            List<String> sourceNames = SampleNames.of(sources, options.split(), opened);
            List<String> targetNames = SampleNames.of(targetsAt, Split.TRAIN, targets);
            Map<String, Integer> bySource = byStem(sourceNames);
            Map<String, Integer> byTarget = byStem(targetNames);
            List<Integer> ofTargets = new ArrayList<>();
            List<Integer> ofSources = new ArrayList<>();
            byTarget.forEach((stem, target) -> {
                Integer source = bySource.get(stem);
                if (source != null) {
                    ofTargets.add(target);
                    ofSources.add(source);
                }
            });
            if (ofTargets.isEmpty()) {
                throw new DataException("No image of " + targetsAt + ", such as " + targetNames.getFirst()
                        + ", has a source of the same name in " + sources + ", such as " + sourceNames.getFirst()
                        + ". Pairs are files of equal names, but for their endings, in equal sub-folders.");
            }
            tellLonely(sources, bySource, byTarget, sourceNames);
            tellLonely(targetsAt, byTarget, bySource, targetNames);
            PairSizes.tell(
                    new PairSizes.Side(
                            sources,
                            options.split(),
                            opened,
                            ofSources.stream().map(sourceNames::get).toList()),
                    new PairSizes.Side(
                            targetsAt,
                            Split.TRAIN,
                            targets,
                            ofTargets.stream().map(targetNames::get).toList()));
            Dataset chosen = ofTargets.size() == targets.size()
                    ? targets
                    : targets.subset(
                            ofTargets.stream().mapToInt(Integer::intValue).toArray());
            int[] order = ofSources.stream().mapToInt(Integer::intValue).toArray();
            return new Paired(chosen, new Images(opened.subset(order)), null, opened::close);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Images of two sets of which none belongs together: each image comes with a source that is drawn by chance, another one in each
     * variant.
     *
     * @param sources a name or path, as {@link Datasets#open} takes it
     * @param options the format of the sources
     * @param targets keep it open as long
     * @return to be closed, which leaves {@code targets} open
     * @throws DataException when the sources cannot be read
     */
    public static Dataset unpaired(String sources, LoadOptions options, Dataset targets, long seed) {
        Dataset opened = Datasets.open(sources, options);
        return new Paired(
                targets, new Drawn(opened, IntStream.range(0, opened.size()).toArray(), seed), null, opened::close);
    }

    /** The first of each name without its ending, in the order of the samples. */
    private static Map<String, Integer> byStem(List<String> names) {
        Map<String, Integer> indices = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int dot = name.lastIndexOf('.');
            indices.putIfAbsent(dot > name.lastIndexOf('/') ? name.substring(0, dot) : name, i);
        }
        return indices;
    }

    private static void tellLonely(
            String where, Map<String, Integer> here, Map<String, Integer> there, List<String> names) {
        List<String> lonely = here.entrySet().stream()
                .filter(entry -> !there.containsKey(entry.getKey()))
                .map(entry -> names.get(entry.getValue()))
                .toList();
        int twice = names.size() - here.size();
        if (!lonely.isEmpty()) {
            LOG.warn(
                    "{} of the {} images in {} have no partner that can be read and are left out: {}{}",
                    lonely.size(),
                    names.size(),
                    where,
                    String.join(", ", lonely.subList(0, Math.min(NAMED, lonely.size()))),
                    lonely.size() > NAMED ? ", ..." : "");
        }
        if (twice > 0) {
            LOG.warn("{} images in {} have the name of another but for the ending, and are left out", twice, where);
        }
    }

    /** The images of a set, each the source of the image of its index. */
    private record Images(Dataset images) implements Sources {
        @Override
        public SampleFormat format() {
            return images.format();
        }

        @Override
        public void gather(int[] indices, long variant, MemorySegment target) {
            images.gather(indices, target);
        }

        @Override
        public String fingerprint() {
            return images.fingerprint();
        }
    }

    /**
     * Any images of a set.
     *
     * @param some those that are drawn from
     */
    private record Drawn(Dataset images, int[] some, long seed) implements Sources {
        @Override
        public SampleFormat format() {
            return images.format();
        }

        @Override
        public void gather(int[] indices, long variant, MemorySegment target) {
            int[] drawn = new int[indices.length];
            for (int i = 0; i < indices.length; i++) {
                long key = (seed * 0x9e3779b97f4a7c15L + indices[i]) * 0xd1342543de82ef95L + variant;
                drawn[i] = some[new SplittableRandom(new SplittableRandom(key).nextLong()).nextInt(some.length)];
            }
            images.gather(drawn, target);
        }

        @Override
        public boolean arePairs() {
            return false;
        }

        @Override
        public Parts parts(double share, long choice) {
            int count = (int) Math.min(some.length - 1L, Math.ceil(share * some.length));
            if (count == 0) {
                return new Parts(this, this);
            }
            int[] shuffled = some.clone();
            SplittableRandom random = new SplittableRandom(choice);
            for (int i = shuffled.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = shuffled[i];
                shuffled[i] = shuffled[other];
                shuffled[other] = kept;
            }
            return new Parts(
                    new Drawn(images, Arrays.copyOfRange(shuffled, count, some.length), seed),
                    new Drawn(images, Arrays.copyOf(shuffled, count), seed));
        }

        @Override
        public String fingerprint() {
            return images.fingerprint();
        }
    }
}
