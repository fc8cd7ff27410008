package dev.duello.train;

import dev.duello.data.ImageSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the preset {@code auto} chooses after a look at the images; the guide gives the reason of each rule. */
final class AutoPreset {
    static final String NAME = "auto";

    private AutoPreset() {}

    /** Settings by key. */
    static Map<String, String> choices(ImageSet images) {
        Map<String, String> choices = new LinkedHashMap<>();
        return choices;
    }
}
