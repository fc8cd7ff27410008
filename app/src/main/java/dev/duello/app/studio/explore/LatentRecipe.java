package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A latent as a recipe: a weighted sum of random latents, each named by its seed and its number. {@code 7.0} is the first latent of
 * seed 7; {@code 7.0*0.5,7.3*0.5} lies half-way between two; {@code 7.0,7.1*-1,7.2} is arithmetic.
 * {@code g7.3} is image 3 of the sample grids that a training with seed 7 writes, which come from a random stream of their own.
 * {@code p} and twelve hexadecimal digits is the latent that was found for a photo, see {@link Photos}.
 *
 * <p>Gaussian latents of many dimensions lie near a sphere (White, Sampling Generative Networks, 2016). So a sum is put back there:
 * its length becomes the weighted mean of its parts' lengths, and a walk between two follows the great circle.
 */
record LatentRecipe(List<Part> parts) {
    private static final int MOST_PARTS = 16;
    private static final int MOST_LATENTS = 256;
    private static final int GRID = 64;
    private static final Pattern PART =
            Pattern.compile("(?:(p[0-9a-f]{12})|(g?)(\\d{1,15})\\.(\\d{1,3}))(?:\\*(-?\\d{1,3}(?:\\.\\d{1,9})?))?");

    /**
     * A latent in a sum.
     *
     * @param photo the name of a photo's latent; empty for a random one, which the seed and the index tell
     * @param grid whether it is of the sample grids of a training
     */
    record Part(String photo, boolean grid, long seed, int index, double weight) {
        Part(long seed, int index, double weight) {
            this("", false, seed, index, weight);
        }

        boolean isPhoto() {
            return !photo.isEmpty();
        }

        private String name() {
            return isPhoto() ? photo : (grid ? "g" : "") + seed + "." + index;
        }
    }

    /** Latents separated by semicolons. @throws HttpException when that is not what the text is */
    static List<LatentRecipe> parse(String text) {
        String[] latents = text.split(";", -1);
        if (latents.length > MOST_LATENTS) {
            throw HttpException.malformed("At most " + MOST_LATENTS + " images are generated at once.");
        }
        List<LatentRecipe> mixes = new ArrayList<>();
        for (String latent : latents) {
            String[] parts = latent.split(",", -1);
            if (parts.length > MOST_PARTS) {
                throw HttpException.malformed("At most " + MOST_PARTS + " latents can be mixed.");
            }
            List<Part> parsed = new ArrayList<>();
            for (String part : parts) {
                parsed.add(part(part));
            }
            mixes.add(new LatentRecipe(parsed));
        }
        return mixes;
    }

    /**
     * The recipes of a closed walk along great circles.
     *
     * @param points single latents, at least two
     * @throws HttpException when they are not, or the walk is too long
     */
    static String walk(String points, int steps) {
        List<LatentRecipe> latents = parse(points);
        if (latents.size() < 2 || latents.stream().anyMatch(mix -> mix.parts.size() > 1)) {
            throw HttpException.malformed("A walk leads through two or more latents, each written SEED.NUMBER.");
        }
        if (latents.size() * steps > MOST_LATENTS) {
            throw HttpException.malformed("A walk has at most " + MOST_LATENTS + " pictures.");
        }
        List<String> recipes = new ArrayList<>();
        for (int i = 0; i < latents.size(); i++) {
            Part from = latents.get(i).parts.getFirst();
            Part to = latents.get((i + 1) % latents.size()).parts.getFirst();
            for (int step = 0; step < steps; step++) {
                // Latents stand nearly at right angles: sine and cosine keep an even pace on the sphere.
                double angle = Math.PI / 2 * step / steps;
                recipes.add(String.format(
                        Locale.ROOT, "%s*%.6f,%s*%.6f", from.name(), Math.cos(angle), to.name(), Math.sin(angle)));
            }
        }
        return String.join(";", recipes);
    }

    private static Part part(String text) {
        Matcher matcher = PART.matcher(text);
        if (!matcher.matches()) {
            throw HttpException.malformed("A latent is written SEED.NUMBER*WEIGHT, such as 7.3*0.5.");
        }
        double weight = matcher.group(5) == null ? 1 : Double.parseDouble(matcher.group(5));
        if (matcher.group(1) != null) {
            return new Part(matcher.group(1), false, 0, 0, weight);
        }
        boolean grid = !matcher.group(2).isEmpty();
        int index = Integer.parseInt(matcher.group(4));
        int most = grid ? GRID : MOST_LATENTS;
        if (index >= most) {
            throw HttpException.malformed("The latents of a seed have the numbers 0 to " + (most - 1) + ".");
        }
        return new Part("", grid, Long.parseLong(matcher.group(3)), index, weight);
    }

    /**
     * How much of each class is in the mixture: as the weights say, where what is taken away counts as nothing.
     *
     * @param classes the class of a part: 0 but for a 1
     * @return numbers that sum to 1
     */
    float[] classes(Function<Part, float[]> classes) {
        float[] first = classes.apply(parts.getFirst());
        double[] shares = new double[first.length];
        for (Part part : parts) {
            float[] own = classes.apply(part);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += part.weight * own[i];
            }
        }
        double sum = Arrays.stream(shares).filter(share -> share > 0).sum();
        if (sum == 0) {
            // Nothing is left, as of a latent less itself.
            return first.clone();
        }
        float[] mixed = new float[shares.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (Math.max(0, shares[i]) / sum);
        }
        return mixed;
    }

    /** @param latents the random latent of a part, without its weight */
    float[] latent(Function<Part, float[]> latents) {
        if (parts.size() == 1 && parts.getFirst().weight == 1) {
            return latents.apply(parts.getFirst()).clone();
        }
        double[] sum = new double[latents.apply(parts.getFirst()).length];
        double weights = 0;
        double lengths = 0;
        for (Part part : parts) {
            float[] z = latents.apply(part);
            double square = 0;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part.weight * z[i];
                square += (double) z[i] * z[i];
            }
            weights += Math.abs(part.weight);
            lengths += Math.abs(part.weight) * Math.sqrt(square);
        }
        double length = 0;
        for (double value : sum) {
            length += value * value;
        }
        length = Math.sqrt(length);
        double wanted = weights == 0 ? 0 : lengths / weights;
        // A latent less itself has no direction to keep.
        double scale = length > 1e-6 * wanted ? wanted / length : 1;
        float[] mixed = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mixed[i] = (float) (sum[i] * scale);
        }
        return mixed;
    }
}
