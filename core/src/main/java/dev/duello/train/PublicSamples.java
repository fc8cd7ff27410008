package dev.duello.train;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.learn.PrivacySettings;
import dev.duello.learn.SettingException;
import org.jspecify.annotations.Nullable;

/**
 * The samples that a training may measure on and show: all of its own, or, where it promises privacy, those that anybody may
 * see.
 *
 * @param samples null for none
 * @param owned whether they are closed with this
 */
record PublicSamples(@Nullable Dataset samples, boolean owned) implements AutoCloseable {
    /**
     * @param experiment with nothing left open
     * @throws SettingException when there are none of the format of the training's own
     */
    static PublicSamples of(Experiment experiment, Dataset images) {
        PrivacySettings privacy = experiment.settings().privacy();
        if (!privacy.isOn()) {
            return new PublicSamples(images, false);
        }
        String where = privacy.publicData();
        if (where.isEmpty()) {
            return new PublicSamples(null, false);
        }
        if (where.equals(PrivacySettings.HELD_OUT)) {
            Dataset heldOut = experiment.trainingPart(images).heldOut();
            if (heldOut == null) {
                throw new SettingException("privacy.public: '" + images.name()
                        + "' has no held-out part: name a folder of images that anybody may see.");
            }
            return new PublicSamples(heldOut, false);
        }
        Dataset opened;
        try {
            opened = Datasets.open(where, experiment.data().loadOptions(Split.TRAIN));
        } catch (DataException e) {
            throw new SettingException("privacy.public: " + e.getMessage());
        }
        if (!opened.format().equals(images.format())) {
            opened.close();
            throw new SettingException("privacy.public: '" + where + "' holds " + opened.format()
                    + ", and the training " + images.format() + ".");
        }
        return new PublicSamples(opened, true);
    }

    @Override
    public void close() {
        if (owned && samples != null) {
            samples.close();
        }
    }
}
