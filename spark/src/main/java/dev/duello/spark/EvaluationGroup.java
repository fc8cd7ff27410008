package dev.duello.spark;

import dev.duello.metric.Moments;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import scala.Tuple2;

/**
 * Parts of one side whose moments are merged on an executor: about as many groups as parts in each.
 *
 * @param real whether they are of real images
 * @param number among the groups of its side; groups are merged in this order
 */
record EvaluationGroup(boolean real, int number) implements Serializable {
    /** The group of a part. */
    static EvaluationGroup of(EvaluationPart part) {
        return new EvaluationGroup(part.real(), part.number() / (int) Math.ceil(Math.sqrt(part.parts())));
    }

    /** The moments of this group. */
    ShippedMoments merged(Iterable<ShippedMoments> parts) {
        List<ShippedMoments> all = new ArrayList<>();
        parts.forEach(all::add);
        try (Moments merged = ShippedMoments.merged(all)) {
            return ShippedMoments.of(number, merged);
        }
    }

    /** The moments of one side; the caller closes them. */
    static Moments merged(boolean real, List<Tuple2<EvaluationGroup, ShippedMoments>> groups) {
        return ShippedMoments.merged(groups.stream()
                .filter(group -> group._1.real() == real)
                .map(group -> group._2)
                .toList());
    }
}
