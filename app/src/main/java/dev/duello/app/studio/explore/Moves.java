package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.explain.SavedDirections;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far to go along which directions, as an address tells it: {@code sefa-1:2.5;sefa-3:-1}, with names percent-encoded. */
final class Moves {
    private static final double FURTHEST = 10;

    private Moves() {}

    /** @throws HttpException when that is not what the text is */
    static Map<String, Double> parse(String text) {
        Map<String, Double> moves = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            int colon = part.indexOf(':');
            try {
                double distance = Double.parseDouble(part.substring(colon + 1));
                if (colon > 0 && Math.abs(distance) <= FURTHEST) {
                    moves.put(URLDecoder.decode(part.substring(0, colon), StandardCharsets.UTF_8), distance);
                    continue;
                }
            } catch (IllegalArgumentException e) {
                // Refused below, as what is out of range is.
            }
            throw HttpException.malformed("A move is written DIRECTION:DISTANCE with a distance from -" + FURTHEST
                    + " to " + FURTHEST + ", such as sefa-1:2.5.");
        }
        return moves;
    }

    /**
     * The sum of moves along directions of a run.
     *
     * @param noise how many numbers of a latent are noise
     * @throws dev.duello.explain.ExplainException when there is no such direction
     */
    static double[] sum(Path run, Map<String, Double> moves, int noise) {
        double[] sum = new double[noise];
        if (moves.isEmpty()) {
            return sum;
        }
        SavedDirections saved = SavedDirections.of(run);
        moves.forEach((name, distance) -> {
            double[] vector = saved.named(name).vector();
            if (vector.length != noise) {
                throw new HttpException(
                        422, "The direction " + name + " is of another generator. Look for directions again.");
            }
            for (int i = 0; i < noise; i++) {
                sum[i] += distance * vector[i];
            }
        });
        return sum;
    }
}
