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
import java.util.stream.IntStream;

/**
 * Units of a single sample: which of them draw a part of it, and what it looks like with some of them switched off or on (the
 * interventions of GAN Dissection; Bau et al., 2019). {@link Dissection} tells what units go with in all samples.
 */
public final class GeneratorUnits {
    /** More are not switched off one by one: of the rest, none is as active in the region as these. */
    public static final int MOST_TRIED = 256;

    private static final int BATCH = 16;
    private static final int USUAL = 64;
    /** A unit is switched on with a value that a hundredth of its values lies above. */
    private static final double HIGH = 0.99;

    /**
     * A layer with feature maps.
     *
     * @param index its position in the generator
     * @param name its name there, such as {@code 9.relu}
     */
    public record Layer(int index, String name, int units, int height, int width) {}

    /**
     * A unit set to a value.
     *
     * @param place in which part of its map
     */
    public record Edit(int unit, double value, Region place) {}

    /**
     * What a unit draws in a region of a sample.
     *
     * @param inside the mean absolute change of a number of the region when the unit is switched off, of a range of 1
     * @param share how much of all that changes in the image is in the region, 0 to 1
     * @param lighter the mean change of a number of the region, of a range of 1: above 0 when it gets lighter without the unit
     * @param high a value at which the unit is strongly on, see {@link Edit}
     * @param without the sample with the unit switched off, {@code [C, H, W]} in [-1, 1]
     */
    public record Behind(int unit, double inside, double share, double lighter, double high, float[] without) {}

    /**
     * Units of a layer, those that change the region most first.
     *
     * @param tried how many were switched off, one by one: all, or the most active in the region
     */
    public record Found(Layer layer, int tried, List<Behind> units) {
        public Found {
            units = List.copyOf(units);
        }
    }

    private final Model model;
    private final NetworkView view;
    private final Layer layer;

    /**
     * @param layer one of the indices of {@link #layers}
     * @throws ExplainException when it is none
     */
    public GeneratorUnits(Model model, int layer) {
        this.model = model;
        view = Generators.view(model);
        List<Layer> layers = layers(model);
        this.layer = layers.stream()
                .filter(one -> one.index == layer)
                .findFirst()
                .orElseThrow(() -> new ExplainException("Layer " + layer + " of this generator has no units to look at."
                        + (layers.isEmpty()
                                ? " None of its layers has feature maps."
                                : " Those with feature maps are "
                                        + layers.stream().map(Layer::index).toList() + ".")));
    }

    /** The layers of a generator of images that end a block and have feature maps; empty when there is none, as in a fully connected one. */
    public static List<Layer> layers(Model model) {
        List<Architecture.Placed> placed =
                Generators.view(model).network().architecture().placed();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < placed.size() - 1; i++) {
            List<Integer> axes = placed.get(i).output().axes();
            boolean endsBlock =
                    placed.get(i).layer() instanceof Activation || placed.get(i).layer() instanceof Parallel;
            if (endsBlock && axes.size() == 3 && axes.get(1) > 1 && axes.get(2) > 1) {
                layers.add(new Layer(i, placed.get(i).name(), axes.get(0), axes.get(1), axes.get(2)));
            }
        }
        return layers;
    }

    /**
     * Samples with units set.
     *
     * @param latents {@code [N, latent shape]}
     * @return {@code [N, C, H, W]} in [-1, 1], in the open scope
     * @throws ExplainException when there is no such unit
     */
    public Tensor edited(Tensor latents, List<Edit> edits) {
        try (var _ = GradientMode.off()) {
            return view.after(latents, editedMaps(latents, edits), layer.index + 1);
        }
    }

    private Tensor editedMaps(Tensor latents, List<Edit> edits) {
        Tensor maps = view.before(latents, layer.index + 1).copy();
        for (Edit edit : edits) {
            if (edit.unit < 0 || edit.unit >= layer.units) {
                throw new ExplainException("There is no unit " + edit.unit + ": layer " + layer.index
                        + " has units 0 to " + (layer.units - 1) + ".");
            }
            edit.place.of(maps.narrow(1, edit.unit, 1)).fill_(edit.value);
        }
        return maps;
    }

    /**
     * Switches units off, one by one, and looks at what changes.
     *
     * @param latent {@code [1, latent shape]}
     * @param edits what is set already
     * @param most units that are told of
     */
    public Found behind(Tensor latent, List<Edit> edits, Region region, int most) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor maps = editedMaps(latent, edits);
            Tensor sample = view.after(latent, maps.copy(), layer.index + 1);
            int[] tried = active(maps, region);
            List<Behind> all = new ArrayList<>();
            for (int start = 0; start < tried.length; start += BATCH) {
                all.addAll(changes(
                        latent,
                        maps,
                        sample,
                        Arrays.copyOfRange(tried, start, Math.min(tried.length, start + BATCH)),
                        region));
            }
            List<Behind> strongest = all.stream()
                    .sorted(Comparator.comparingDouble(Behind::inside).reversed())
                    .limit(most)
                    .toList();
            double[] high = high(strongest);
            return new Found(
                    layer,
                    tried.length,
                    IntStream.range(0, strongest.size())
                            .mapToObj(i -> {
                                Behind one = strongest.get(i);
                                return new Behind(one.unit, one.inside, one.share, one.lighter, high[i], one.without);
                            })
                            .toList());
        }
    }

    /** Units by their mean absolute value in a region, the largest first. */
    private int[] active(Tensor maps, Region region) {
        double[] strength = region.of(maps).abs().mean(2L, 3L).toDoubles();
        return IntStream.range(0, strength.length)
                .boxed()
                .sorted(Comparator.comparingDouble(unit -> -strength[unit]))
                .limit(MOST_TRIED)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Behind> changes(Tensor latent, Tensor maps, Tensor sample, int[] units, Region region) {
        try (var _ = TensorScope.open()) {
            Tensor copies = maps.expand(units.length, layer.units, layer.height, layer.width)
                    .copy();
            for (int i = 0; i < units.length; i++) {
                copies.narrow(0, i, 1).narrow(1, units[i], 1).fill_(0);
            }
            long[] shape = latent.shape();
            shape[0] = units.length;
            Tensor without = view.after(latent.expand(shape), copies, layer.index + 1);
            // Numbers are in [-1, 1]: halves are of a range of 1.
            Tensor change = without.subtract(sample).multiply(0.5);
            Tensor within = region.of(change);
            double[] inside = within.abs().mean(1L, 2L, 3L).toDoubles();
            double[] signed = within.mean(1L, 2L, 3L).toDoubles();
            double[] sumInside = within.abs().sum(1L, 2L, 3L).toDoubles();
            double[] sum = change.abs().sum(1L, 2L, 3L).toDoubles();
            List<Behind> found = new ArrayList<>();
            for (int i = 0; i < units.length; i++) {
                found.add(new Behind(
                        units[i],
                        inside[i],
                        sum[i] == 0 ? 0 : sumInside[i] / sum[i],
                        signed[i],
                        0,
                        without.narrow(0, i, 1).contiguous().toFloats()));
            }
            return found;
        }
    }

    /** Of each unit, the value that a hundredth of its values in other samples lies above. */
    private double[] high(List<Behind> units) {
        try (var _ = TensorScope.open()) {
            Tensor latents = model.latents(USUAL, new RandomStream("unit-values", 0));
            Tensor maps = view.before(latents, layer.index + 1);
            return units.stream()
                    .mapToDouble(one -> {
                        float[] values =
                                maps.narrow(1, one.unit, 1).contiguous().toFloats();
                        Arrays.sort(values);
                        return values[(int) (HIGH * (values.length - 1))];
                    })
                    .toArray();
        }
    }
}
