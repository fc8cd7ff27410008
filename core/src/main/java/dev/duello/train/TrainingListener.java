package dev.duello.train;

/** Receives the events of a training, on the training's thread, so it must return quickly. */
@FunctionalInterface
public interface TrainingListener {
    void on(TrainingEvent event);

    /** Both, in this order. */
    default TrainingListener and(TrainingListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }
}
