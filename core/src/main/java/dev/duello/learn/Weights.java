package dev.duello.learn;

/** Which of its networks a model samples with. */
public enum Weights {
    /** The moving average: steadier, the default. A model without one uses the only weights that it has. */
    AVERAGE,
    /** The network as the last step left it. */
    RAW
}
