package dev.duello.app.studio.explore;

/**
 * What is done with checkpoints: what answers in a moment, and what takes longer, each on a thread of its own, so that a slider follows
 * while a search runs. Both know the latents that were found for photos.
 */
public final class ExploreThreads implements AutoCloseable {
    private final Explorer explorer;
    private final Explainer explainer;

    public ExploreThreads() {
        Photos photos = new Photos();
        explorer = new Explorer(photos);
        explainer = new Explainer(photos);
    }

    public Explorer explorer() {
        return explorer;
    }

    public Explainer explainer() {
        return explainer;
    }

    @Override
    public void close() {
        explorer.close();
        explainer.close();
    }
}
