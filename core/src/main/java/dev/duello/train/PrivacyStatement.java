package dev.duello.train;

import dev.duello.learn.PrivacySettings;
import dev.duello.privacy.GaussianSteps;
import dev.duello.privacy.PrivacyPlan;
import dev.duello.privacy.PrvAccountant;
import dev.duello.privacy.RdpAccountant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a private run promises, for whoever answers for the data: the parts that such a claim must state (NIST SP 800-226, 2025).
 *
 * @param data where the private images are from
 * @param promised epsilon before which the training stops
 * @param epsilon that the steps so far cost, an upper bound
 * @param epsilonByRdp the same by the looser accountant
 * @param accountant name and version of the one that epsilon is by
 * @param accountantRdp name and version of the other
 * @param batch expected records in a step
 * @param noiseMultiplier sigma
 * @param clipNorm C
 * @param steps made
 * @param embeddingNoise that of the mean embedding released before them, of vectors of length 1; 0 where there was none
 * @param unit what is protected
 * @param neighbors which data sets are to be indistinguishable
 * @param assumptions on which the promise rests
 * @param outside everything that touched private data beside the steps, or is switched off
 */
public record PrivacyStatement(
        String data,
        double promised,
        double epsilon,
        double epsilonByRdp,
        double delta,
        String accountant,
        String accountantRdp,
        int records,
        int batch,
        double noiseMultiplier,
        double clipNorm,
        long steps,
        double embeddingNoise,
        String unit,
        String neighbors,
        List<String> assumptions,
        List<String> outside) {

    /**
     * That of a run, whether it has ended or not.
     *
     * @throws TrainingException when there is no run, or it promises nothing
     */
    public static PrivacyStatement of(Path path) {
        Experiment experiment = RunDirectory.open(path).experiment();
        PrivacySettings privacy = experiment.settings().privacy();
        if (!privacy.isOn()) {
            throw new TrainingException(
                    path + " was trained without differential privacy and promises nothing: its samples may"
                            + " give single images away. Train with --epsilon.");
        }
        int batch = experiment.training().batch();
        // Also steps after the newest checkpoint, whose samples may have been seen.
        long steps = Math.max(0, RunLog.read(path).images() - privacy.warmUp(batch)) / batch;
        List<GaussianSteps> all =
                new ArrayList<>(PrivacyPlan.release(privacy.embedding().noise()));
        if (steps > 0) {
            all.add(new GaussianSteps((double) batch / privacy.records(), privacy.noise(), steps));
        }
        PrvAccountant prv = new PrvAccountant();
        RdpAccountant rdp = new RdpAccountant();
        return new PrivacyStatement(
                experiment.data().source(),
                privacy.epsilon(),
                prv.epsilon(all, privacy.delta()),
                rdp.epsilon(all, privacy.delta()),
                privacy.delta(),
                prv.name(),
                rdp.name(),
                privacy.records(),
                batch,
                privacy.noise(),
                privacy.clipNorm(),
                steps,
                privacy.embedding().noise(),
                "one image",
                "data sets of which one has one image more (add or remove one)",
                grounds(),
                besideSteps(experiment, privacy));
    }

    private static List<String> grounds() {
        return List.of(
                "The seed in experiment.yaml is known to nobody who sees the model, and was used for no other training: the"
                        + " noise can be computed from it. Where none was named it was drawn by the operating system.",
                "Noise and draws come from seeded generators (Mersenne Twister, SplittableRandom) that are good statistically,"
                        + " not cryptographically, and in floating-point numbers.",
                "Each image is another person's, or whoever has k images accepts about k times epsilon.",
                "How long steps take, and how much memory, is not seen by whoever sees the model.",
                "Only samples, the generator, the discriminator or this statement are given away, not the run directory.");
    }

    private static List<String> besideSteps(Experiment experiment, PrivacySettings privacy) {
        String shown = privacy.publicData().isEmpty()
                ? "none were named, so there are none"
                : "public images instead: " + privacy.publicData();
        return List.of(
                "Choice of settings: not covered. Whoever trained several times on these images and kept the best has spent"
                        + " more than is stated.",
                "Number of images, their size and channels, names of classes: taken from the data, not covered.",
                "Mean embedding of each class: "
                        + (privacy.embedding().isOn() ? "released once with noise, part of what is stated." : "none."),
                "Measuring during training (FID and others), the best checkpoint and stopping by a metric: "
                        + (experiment.evaluation().isOn() ? "on " + shown + "." : "off."),
                "Grid of real images in the run directory: " + shown + ".",
                "Shares of classes: " + (experiment.data().classes().isEmpty() ? "no classes." : "taken as equal."),
                "Clusters as classes, adaptive augmentation, settings chosen by looking at images: refused.",
                "Losses and logits of real images: not reported. Diagnosis of the training: off.",
                "Fingerprint of the data in checkpoints: keyed by the secret seed.",
                "Mean and deviation of pixels: not computed; pixels are scaled by fixed numbers.");
    }

    /** The probability with which each record enters a step. */
    public double samplingRate() {
        return (double) batch / records;
    }
}
