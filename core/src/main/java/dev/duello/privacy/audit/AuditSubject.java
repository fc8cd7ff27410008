package dev.duello.privacy.audit;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.ImageSource;
import org.jspecify.annotations.Nullable;

/**
 * What is audited, and what with. Whoever makes it closes what is in it.
 *
 * @param samples what the model made
 * @param members what it was trained on
 * @param nonMembers others of the same distribution that it never saw; null when there are none, and then only copies can be looked for
 * @param network in whose features images are compared, beside their pixels
 * @param count members and non-members that are attacked, at most so many of each
 * @param discriminator the model's, or null
 * @param reference samples of another model of the same kind, trained on other data of the same distribution, or null
 * @param referenceDiscriminator that other model's, or null
 */
public record AuditSubject(
        ImageSource samples,
        Dataset members,
        @Nullable Dataset nonMembers,
        FeatureNetwork network,
        int count,
        @Nullable Discriminator discriminator,
        @Nullable ImageSource reference,
        @Nullable Discriminator referenceDiscriminator) {
    /** Of each kind: fewer give no statistic that means anything. */
    public static final int FEWEST = 20;

    /** @throws IllegalArgumentException when there are too few images of a kind, or their formats differ */
    public AuditSubject {
        SampleFormat format = samples.format();
        require("samples", samples.count(), samples.format(), format);
        require("training images", members.size(), members.format(), format);
        if (nonMembers != null) {
            require("non-members", nonMembers.size(), nonMembers.format(), format);
        }
        if (reference != null) {
            require("samples of the reference", reference.count(), reference.format(), format);
        }
        if (count < FEWEST) {
            throw new IllegalArgumentException(
                    "At least " + FEWEST + " images of each kind are needed, not " + count + ".");
        }
    }

    private static void require(String what, int count, SampleFormat format, SampleFormat wanted) {
        if (count < FEWEST) {
            throw new IllegalArgumentException(
                    "There are only " + count + " " + what + ": an audit needs at least " + FEWEST + ".");
        }
        if (!format.equals(wanted)) {
            throw new IllegalArgumentException("The " + what + " are of " + format + ", and the samples of " + wanted
                    + ": samples of different formats cannot be compared.");
        }
    }
}
