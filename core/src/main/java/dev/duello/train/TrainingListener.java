package dev.duello.train;

/** Hears of a training as it goes. Called on the training's own thread, so it must be quick. */
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
