package dev.duello.translate;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Parallel;
import dev.duello.nn.Shape;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the first half of a generator sees of patches of an image, from several of its layers, each brought to a common space by a head of
 * its own (Park et al., 2020, section 3).
 *
 * @param generator a resnet
 * @param heads one for each of {@link #layers}, in their order
 */
record PatchFeatures(Network generator, List<Network> heads) {
    /** The name of each head, before its number. */
    static final String HEAD = "head-";

    private static final int LENGTH = 256;
    private static final double EPSILON = 1e-7;

    /** How many layers run before each look: the padded image, both halvings, the first and the middle residual block. */
    static List<Integer> layers(Architecture generator) {
        List<Layer> all = generator.layers();
        List<Integer> blocks = IntStream.range(0, all.size())
                .filter(i -> all.get(i) instanceof Parallel)
                .boxed()
                .toList();
        List<Integer> looks = new ArrayList<>(List.of(1));
        IntStream.range(0, all.size())
                .filter(i -> all.get(i) instanceof Conv conv && conv.stride().at(0) == 2)
                .forEach(i -> looks.add(i + 1));
        looks.add(blocks.getFirst() + 1);
        if (blocks.size() > 1) {
            looks.add(blocks.get(blocks.size() / 2) + 1);
        }
        return List.copyOf(looks);
    }

    /** The networks of the heads by their names, for a generator. */
    static Map<String, Architecture> heads(Architecture generator) {
        Map<String, Architecture> heads = new LinkedHashMap<>();
        for (int look : layers(generator)) {
            int channels = generator.placed().get(look - 1).output().channels();
            heads.put(
                    HEAD + heads.size(),
                    new Architecture(
                            Shape.of(channels),
                            List.of(new Linear(LENGTH, true), Activation.RELU, new Linear(LENGTH, true)),
                            Initializer.DCGAN));
        }
        return heads;
    }

    /**
     * Chooses patches, the same for all images of a batch: of each layer {@code count} places without repetition, or all where there are
     * fewer.
     *
     * @return INT64 for each layer
     */
    static List<Tensor> choose(Architecture generator, int count, RandomStream random) {
        List<Tensor> chosen = new ArrayList<>();
        for (int look : layers(generator)) {
            Shape maps = generator.placed().get(look - 1).output();
            int places = Math.toIntExact(maps.elements() / maps.channels());
            long[] order = IntStream.range(0, places).asLongStream().toArray();
            SplittableRandom draws = random.javaRandom();
            int wanted = Math.min(count, places);
            for (int i = 0; i < wanted; i++) {
                int other = i + draws.nextInt(places - i);
                long here = order[i];
                order[i] = order[other];
                order[other] = here;
            }
            chosen.add(Tensors.of(Arrays.copyOf(order, wanted), wanted));
        }
        return chosen;
    }

    /**
     * The features of patches, of length 1 each.
     *
     * @param images {@code [N, C, H, W]}
     * @param patches as {@link #choose} gives them
     * @return for each layer {@code [N, patches, 256]}
     */
    List<Tensor> of(Tensor images, List<Tensor> patches) {
        List<Tensor> features = new ArrayList<>();
        List<Integer> looks = layers(generator.architecture());
        Tensor value = images;
        int done = 0;
        for (int i = 0; i < looks.size(); i++) {
            value = generator.forward(value, generator.pass(Mode.TRAIN, Map.of(), null), done, looks.get(i));
            done = looks.get(i);
            long channels = value.size(1);
            Tensor rows = value.permute(0, 2, 3, 1)
                    .reshape(value.size(0), -1, channels)
                    .select(1, patches.get(i).sentTo(generator.device()));
            Tensor seen = heads.get(i).forward(rows.reshape(-1, channels), Mode.TRAIN);
            Tensor norm = seen.square().sum(1).sqrt().add(EPSILON).reshape(-1, 1);
            features.add(seen.divide(norm).reshape(rows.size(0), rows.size(1), -1));
        }
        return features;
    }
}
