package dev.duello.learn;

import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A kind of learner, such as {@code gan}: its presets, settings and statistics, and how its models are opened. Found by {@link
 * java.util.ServiceLoader}, so that a library may bring its own.
 */
public interface LearnerKind {
    /** Its name in experiments. */
    String name();

    /** Its presets, the default first: name and what it is in a sentence. Each is a resource, see {@link #preset}. */
    Map<String, String> presets();

    /** The settings of a preset as YAML, all but {@code preset} and {@code learner}. */
    default InputStream preset(String name) throws IOException {
        InputStream found = getClass().getResourceAsStream("presets/" + name + ".yaml");
        if (found == null) {
            throw new IOException("There is no presets/" + name + ".yaml beside " + getClass() + ".");
        }
        return found;
    }

    /** The record of its own settings. */
    Class<? extends LearnerSettings> settingsType();

    /** Its own settings with their help, in the order of {@link #settingsType}. */
    List<Setting> settings();

    /** Keys of the settings that tell how wide networks are: the sizes {@code -tiny} and {@code -base} scale them. */
    List<String> widths();

    /** What its steps report, in the order to show it. */
    List<Statistic> statistics();

    /** What the samples of a preset are. */
    default Medium medium(String preset) {
        return Medium.IMAGE;
    }

    /** The preset that is taken for these samples where {@code preset} is asked for: another where that only looks for a better. */
    default String presetFor(String preset, Dataset samples) {
        return preset;
    }

    /**
     * Whether its models make samples of latents alone; those of one that does not have no latents, and nothing of them is shown or
     * measured, unless it {@link #isTranslator}.
     */
    default boolean isGenerative() {
        return true;
    }

    /** Whether its models make samples of others and not of latents alone: {@link Model#translator}. */
    default boolean isTranslator() {
        return false;
    }

    /**
     * Settings, by key, that follow from the medium of the samples and tell nothing of any of them, such as networks that take sounds;
     * before {@link #choices} and the user's own settings.
     */
    default Map<String, String> mediumChoices(String preset, SampleFormat format) {
        return Map.of();
    }

    /** Settings, by key, that a preset chooses by a look at the samples, before the user's own settings. */
    default Map<String, String> choices(String preset, Dataset samples) {
        return Map.of();
    }

    /**
     * Opens a model of which nothing is loaded yet; the caller closes it.
     *
     * @param classShares how often each class occurs in the data; empty for a model that knows no classes
     */
    Model model(NetworkStore store, List<Double> classShares, Device device, Precision precision);
}
