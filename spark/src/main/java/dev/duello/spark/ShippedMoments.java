package dev.duello.spark;

import dev.duello.metric.Moments;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * The moments of a part of the features.
 *
 * @param part its number; parts are put together in this order, so that the result is the same to the bit
 * @param count features
 * @param mean of each number of a feature
 * @param covariance row by row
 */
record ShippedMoments(int part, long count, double[] mean, double[] covariance) implements Serializable {
    static ShippedMoments of(int part, Moments moments) {
        return new ShippedMoments(
                part,
                moments.count(),
                moments.mean().toDoubles(),
                moments.covariance().toDoubles());
    }

    /** The moments of all parts, whatever order they came in; the caller closes them. */
    static Moments merged(List<ShippedMoments> parts) {
        try (Moments.Accumulator all = new Moments.Accumulator()) {
            parts.stream().sorted(Comparator.comparingInt(ShippedMoments::part)).forEach(part -> part.addTo(all));
            return all.moments();
        }
    }

    private void addTo(Moments.Accumulator all) {
        int width = mean.length;
        try (var _ = TensorScope.open();
                Moments moments = Moments.of(count, Tensors.of(mean, width), Tensors.of(covariance, width, width))) {
            all.add(moments);
        }
    }
}
