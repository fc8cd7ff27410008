package dev.duello.autoencoder;

import dev.duello.learn.Alert;
import java.util.List;
import java.util.Locale;

/** Tells when held-out samples are reconstructed clearly worse than those of the training: once, and again only after it ended. */
public final class Overfitting {
    /** Held-out samples that lose so many times as much as those of the training are those of a data set learned by heart. */
    private static final double BEGINS = 1.5;

    private static final double LASTS = 1.3;

    private boolean present;

    /**
     * Takes a look at the mean reconstruction losses of both, numbers that are 0 for a perfect reconstruction.
     *
     * @return what begins with them
     */
    public List<Alert> found(double ofSeen, double ofUnseen) {
        boolean before = present;
        present = ofUnseen >= (before ? LASTS : BEGINS) * ofSeen;
        return present && !before ? List.of(alert(ofSeen, ofUnseen)) : List.of();
    }

    private static Alert alert(double ofSeen, double ofUnseen) {
        return new Alert(
                "overfitting",
                String.format(
                        Locale.ROOT,
                        "Held-out images are reconstructed with a loss of %.4f, those of the training with %.4f.",
                        ofUnseen,
                        ofSeen),
                "Train on more images, stop earlier, or lower --set encoder.width=..., --set decoder.width=... or --set"
                        + " latent=...");
    }

    /** Whether it lasts: the state to save. */
    public boolean isPresent() {
        return present;
    }

    /** Continues as if this had been found. */
    public void restore(boolean wasPresent) {
        present = wasPresent;
    }
}
