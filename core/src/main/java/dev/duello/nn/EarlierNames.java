package dev.duello.nn;

import java.util.Map;
import java.util.regex.Pattern;

/** What layers were called in the names of parameters that earlier versions saved. */
public final class EarlierNames {
    private static final Map<String, String> LAYERS = Map.of(
            "doubling-conv", "upsample-conv",
            "basis", "learned-constant",
            "class-batch-norm", "conditional-batch-norm",
            "class-projection", "projection-head");

    /** After the position of a layer and before the name of its parameter. */
    private static final Pattern LAYER =
            Pattern.compile("(?<=\\b\\d{1,4}\\.)(spectral-)?(" + String.join("|", LAYERS.keySet()) + ")(?=\\.)");

    private EarlierNames() {}

    /** What a parameter is called today, such as {@code 3.conditional-batch-norm.scale} for {@code 3.class-batch-norm.scale}. */
    public static String today(String parameter) {
        return LAYER.matcher(parameter)
                .replaceAll(found -> (found.group(1) == null ? "" : found.group(1)) + LAYERS.get(found.group(2)));
    }
}
