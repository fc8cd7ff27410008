package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.nn.Architecture;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of generative model that is compared with others at the same decoder and the same number of parameters.
 *
 * @param name of its preset, by which it is also called
 * @param latentKey setting of the length of its latent
 * @param decoder group of the settings of its decoder
 * @param others groups whose width is chosen so that the number of parameters is that of the GAN
 */
record Alternative(String name, String latentKey, String decoder, List<String> others) {
    /** The length of the latent of all of them. */
    static final int LATENT = 32;

    private static final String GAN = "auto";

    /** The one that the others are fitted to comes first. */
    static final List<Alternative> ALL = List.of(
            new Alternative(GAN, "generator.latent", "generator", List.of()),
            new Alternative("vae-gan", "latent", "decoder", List.of("encoder", "discriminator")),
            new Alternative("vae", "latent", "decoder", List.of("encoder")),
            new Alternative("autoencoder", "latent", "decoder", List.of("encoder")));

    /** For people: what {@code auto} trains is a GAN. */
    String label() {
        return name.equals(GAN) ? "GAN" : name.equals("autoencoder") ? name : name.toUpperCase(Locale.ROOT);
    }

    /**
     * The experiments of all, by alternative: equal decoders, and as nearly as whole widths allow equal numbers of parameters.
     *
     * @param common settings that all have, such as data and length
     */
    static Map<Alternative, Experiment> experiments(Dataset images, Map<String, String> common) {
        Map<Alternative, Experiment> experiments = new LinkedHashMap<>();
        Experiment gan = ALL.getFirst().experiment(images, common, Map.of());
        experiments.put(ALL.getFirst(), gan);
        long parameters = parameters(gan, images);
        String width = setting(gan, "generator", "width");
        for (Alternative other : ALL.subList(1, ALL.size())) {
            Map<String, String> decoder = new LinkedHashMap<>();
            decoder.put("network", setting(gan, null, "network"));
            for (String key : List.of("width", "blocks", "normalization")) {
                decoder.put("decoder." + key, setting(gan, "generator", key));
            }
            experiments.put(other, other.fitted(images, common, decoder, parameters, Integer.parseInt(width)));
        }
        return experiments;
    }

    /** The number of parameters grows with the width, so that halving an interval finds the nearest. */
    private Experiment fitted(
            Dataset images, Map<String, String> common, Map<String, String> decoder, long parameters, int width) {
        int low = 1;
        int high = 4 * width;
        while (low < high) {
            int middle = (low + high) / 2;
            if (parameters(ofWidth(images, common, decoder, middle), images) < parameters) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Experiment above = ofWidth(images, common, decoder, low);
        if (low == 1) {
            return above;
        }
        Experiment below = ofWidth(images, common, decoder, low - 1);
        long over = parameters(above, images) - parameters;
        long under = parameters - parameters(below, images);
        return under < over ? below : above;
    }

    private Experiment ofWidth(Dataset images, Map<String, String> common, Map<String, String> decoder, int width) {
        Map<String, String> settings = new LinkedHashMap<>(decoder);
        others.forEach(group -> settings.put(group + ".width", String.valueOf(width)));
        return experiment(images, common, settings);
    }

    private Experiment experiment(Dataset images, Map<String, String> common, Map<String, String> own) {
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.put("preset", name);
        settings.put(latentKey, String.valueOf(LATENT));
        settings.put("data.labels", "ignore");
        settings.put("evaluation.metric", "none");
        settings.putAll(own);
        return ExperimentReader.readFor(images, null, settings);
    }

    /** Numbers that training changes, of all networks. */
    static long parameters(Experiment experiment, Dataset images) {
        return experiment.forImages(images).architectures().values().stream()
                .mapToLong(Architecture::trainedNumbers)
                .sum();
    }

    /** A setting as it is written. @param group null for the top of the file */
    private static String setting(Experiment experiment, @Nullable String group, String key) {
        boolean inside = group == null;
        for (String line : ExperimentReader.write(experiment).lines().toList()) {
            if (group != null && !line.startsWith(" ")) {
                inside = line.equals(group + ":");
            }
            if (inside && line.strip().startsWith(key + ": ")) {
                return line.strip().substring(key.length() + 2);
            }
        }
        throw new IllegalStateException("no setting " + group + "." + key);
    }
}
