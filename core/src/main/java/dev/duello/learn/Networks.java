package dev.duello.learn;

import dev.duello.nn.Network;

/** The networks of a model by their names: saved ones, or those of a learner that is learning. */
public interface Networks extends AutoCloseable {
    Network get(String name);

    /** Closes the networks, unless they belong to a learner. */
    @Override
    void close();
}
