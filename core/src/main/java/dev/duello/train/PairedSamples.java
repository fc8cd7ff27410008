package dev.duello.train;

import dev.duello.data.Dataset;

/**
 * What a training learns from: the samples as they were opened, or with the sources that they are made from.
 *
 * @param known with sources where the learner needs some
 * @param opened what whoever opened it closes
 */
record PairedSamples(Dataset known, Dataset opened) implements AutoCloseable {
    /** @throws dev.duello.learn.SettingException when there are no such sources */
    static PairedSamples of(Experiment experiment, Dataset opened) {
        return new PairedSamples(experiment.samples(opened), opened);
    }

    /** Closes what the sources were read from. */
    @Override
    public void close() {
        if (known != opened) {
            known.close();
        }
    }
}
