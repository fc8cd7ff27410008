package dev.duello.train;

import java.util.List;

/** Early stopping: whether nothing has improved for some evaluations while the trend gets worse. */
final class EarlyStopping {
    private EarlyStopping() {}

    /**
     * @param values of one metric as {@link dev.duello.metric.Metric#badness}, the oldest first: lower is better
     * @param evaluations how many without improvement are borne; 0 for endless patience
     */
    static boolean isOver(List<Double> values, int evaluations) {
        if (evaluations == 0 || values.size() <= evaluations) {
            return false;
        }
        int best = 0;
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i) < values.get(best)) {
                best = i;
            }
        }
        if (values.size() - 1 - best < evaluations) {
            return false;
        }
        return slope(values.subList(best, values.size())) > 0;
    }

    /** Of the straight line nearest to the values, by least squares: a single bad evaluation does not turn a trend. */
    private static double slope(List<Double> values) {
        double meanX = (values.size() - 1) / 2.0;
        double meanY =
                values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double covariance = 0;
        for (int i = 0; i < values.size(); i++) {
            covariance += (i - meanX) * (values.get(i) - meanY);
        }
        return covariance;
    }
}
