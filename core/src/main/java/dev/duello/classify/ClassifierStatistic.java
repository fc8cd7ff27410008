package dev.duello.classify;

import dev.duello.learn.Statistic;

/** The numbers that a classifier reports of each step. */
enum ClassifierStatistic {
    LOSS(
            "cross-entropy",
            "cross-entropy",
            "What the classifier minimizes, on one batch: 0 where it is sure and right.",
            "Cross-entropy"),
    ACCURACY(
            "training-accuracy",
            "training accuracy",
            "The share of a batch whose class is told right, before the step.",
            "Accuracy"),
    HELD_OUT(
            "held-out-accuracy",
            "held-out accuracy",
            "The same of images that are not trained on, at the last look at them.",
            "Accuracy");

    private final Statistic statistic;

    ClassifierStatistic(String key, String label, String help, String chart) {
        statistic = new Statistic(key, label, help, chart);
    }

    Statistic statistic() {
        return statistic;
    }

    String key() {
        return statistic.key();
    }
}
