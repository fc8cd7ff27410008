package dev.duello.explain;

import dev.duello.learn.Critic;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a critic takes an image for real or for generated.
 *
 * @param logit of the image: positive means real
 * @param integrated the map whose sum is the logit's gain over a gray image
 * @param maps by method, {@code integrated-gradients} first; without {@code grad-cam} for a critic without feature maps
 * @param randomCorrelation the rank correlation of each map with that of the same critic with random weights: a map that keeps
 *     close to 1 shows the image, not what was learned
 * @param agreement rank correlation of integrated gradients, within the squares of occlusion, with occlusion
 * @param foreground pixels whose color is far from that of the border
 */
public record ScoreExplanation(
        double logit,
        Attribution.Integrated integrated,
        Map<String, HeatMap> maps,
        Map<String, Double> randomCorrelation,
        double agreement,
        boolean[] foreground) {

    /**
     * @param image {@code [1, C, H, W]} in [-1, 1]
     * @param label the class to judge it as; null for the one that suits best
     * @throws ExplainException when the model has no critic, or none that can be looked into
     */
    public static ScoreExplanation of(Model model, Tensor image, @Nullable Integer label) {
        Critic critic = model.critic()
                .orElseThrow(() -> new ExplainException(
                        "This model has no discriminator, so there is no score to explain. Models of the learner gan have"
                                + " one."));
        Optional<NetworkView> view = label == null ? critic.view() : critic.view(label);
        return of(
                view.orElseThrow(() -> new ExplainException(
                        "The scores of this model do not come from a single network that could be looked into.")),
                image);
    }

    static ScoreExplanation of(NetworkView critic, Tensor image) {
        double logit;
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            logit = critic.run(image).item();
        }
        Attribution.Integrated integrated = Attribution.integratedGradients(critic, image);
        Map<String, HeatMap> maps = maps(critic, image, integrated.map());
        NetworkView random = Attribution.randomized(critic, 0);
        Map<String, Double> correlation = new LinkedHashMap<>();
        try (var _ = random.network()) {
            maps(random, image, Attribution.integratedGradients(random, image).map())
                    .forEach((name, map) -> correlation.put(name, map.correlation(maps.get(name))));
        }
        HeatMap map = integrated.map();
        return new ScoreExplanation(
                logit,
                integrated,
                maps,
                correlation,
                spread(map).correlation(maps.get("occlusion")),
                ImageTraits.foreground(image.contiguous().toFloats(), (int) image.size(1), map.height(), map.width()));
    }

    private static Map<String, HeatMap> maps(NetworkView critic, Tensor image, HeatMap integrated) {
        Map<String, HeatMap> maps = new LinkedHashMap<>();
        maps.put("integrated-gradients", integrated);
        Attribution.gradCam(critic, image).ifPresent(map -> maps.put("grad-cam", map));
        maps.put("occlusion", Attribution.occlusion(critic, image));
        maps.put("smooth-grad", Attribution.smoothGrad(critic, image));
        return maps;
    }

    /** Each value replaced by the sum around it, as far as a square of occlusion reaches. */
    private static HeatMap spread(HeatMap map) {
        int tall = Math.max(1, map.height() / 8);
        int wide = Math.max(1, map.width() / 8);
        double[] sums = new double[map.values().length];
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                for (int v = Math.max(0, y - tall + 1); v < Math.min(map.height(), y + tall); v++) {
                    for (int u = Math.max(0, x - wide + 1); u < Math.min(map.width(), x + wide); u++) {
                        sums[y * map.width() + x] +=
                                map.values()[v * map.width() + u] * (tall - Math.abs(v - y)) * (wide - Math.abs(u - x));
                    }
                }
            }
        }
        return new HeatMap(map.height(), map.width(), sums, map.signed());
    }
}
