package dev.duello.search;

import java.util.List;

/**
 * What a study is, the same for all who work on it.
 *
 * @param metrics one, or several for a Pareto front
 * @param lengths of the rungs in kimg
 * @param seed of the proposals and of all trials of the search
 * @param seeds with how many others the best are trained again at the end
 * @param sampler {@code tpe} or {@code random}
 * @param jobs trials side by side on the machine where it began
 */
public record StudySettings(
        List<String> metrics, List<Double> lengths, long seed, int seeds, String sampler, int jobs) {
    public StudySettings {
        metrics = List.copyOf(metrics);
        lengths = List.copyOf(lengths);
    }

    Sampler newSampler() {
        return sampler.equals("random") ? Sampler.RANDOM : new TpeSampler();
    }
}
