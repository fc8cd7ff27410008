package dev.duello.data.faces;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.DataException;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.EmbeddedDatasets;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The drawings of which a face is composed, as they come with the data: of each group the alternatives, of each its paths. */
final class FaceParts {
    /** Units of a side of the image. */
    static final int SIDE = 768;

    private static final String FILE = "parts.json";

    /**
     * A filled path.
     *
     * @param fill {@code skin}, {@code hair} or {@code clothes} for the color of the face, {@code black}, or a color in hexadecimal
     * @param opacity 0 to 1
     * @param stroked whether a black line of one unit surrounds it
     */
    record Drawing(Path2D outline, String fill, float opacity, boolean stroked) {}

    /** A path as the file has it. */
    private record Entry(
            String path,
            String fill,
            @Nullable Double opacity,
            @JsonProperty("evenOdd") @Nullable Boolean evenOdd,
            @Nullable String stroke,
            @Nullable String inside) {
        Drawing drawing() {
            Path2D outline = outline(path);
            outline.setWindingRule(Boolean.TRUE.equals(evenOdd) ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO);
            if (inside != null) {
                Area common = new Area(outline);
                common.intersect(new Area(outline(inside)));
                outline = new Path2D.Double(common);
            }
            return new Drawing(outline, fill, opacity == null ? 1 : opacity.floatValue(), stroke != null);
        }
    }

    private final Map<String, Map<String, List<Drawing>>> groups;

    private FaceParts(Map<String, Map<String, List<Drawing>>> groups) {
        this.groups = groups;
    }

    /** @throws DataException when the data is not on the class path */
    static FaceParts load(String name) {
        try {
            ByteSource.OfResource file = EmbeddedDatasets.find(name, FILE);
            if (file == null) {
                throw new DataException("The data set '" + name
                        + "' is drawn of parts that come with Duello, but are not on the class path: add the artifact"
                        + " duello-datasets.");
            }
            Map<String, Map<String, List<Drawing>>> groups = new LinkedHashMap<>();
            try (InputStream in = file.raw()) {
                Map<String, Map<String, List<Entry>>> all = new ObjectMapper().readValue(in, new TypeReference<>() {});
                all.forEach((group, alternatives) -> {
                    Map<String, List<Drawing>> drawings = new LinkedHashMap<>();
                    alternatives.forEach((alternative, entries) -> drawings.put(
                            alternative, entries.stream().map(Entry::drawing).toList()));
                    groups.put(group, drawings);
                });
            }
            return new FaceParts(groups);
        } catch (IOException e) {
            throw new DataException("Cannot read the parts of the data set '" + name + "': " + e.getMessage() + ".", e);
        }
    }

    /** What a face is made of, from the back to the front. */
    List<Drawing> of(FaceFactors factors) {
        List<Drawing> all = new ArrayList<>();
        all.addAll(part("rearHair", factors.rearHair()));
        all.addAll(part("body", "body"));
        all.addAll(part("head", "head"));
        all.addAll(part("clothes", factors.clothes()));
        all.addAll(part("mouth", factors.mouth()));
        all.addAll(part("beard", factors.beard()));
        all.addAll(part("eyes", factors.eyes()));
        all.addAll(part("eyebrows", factors.eyebrows()));
        all.addAll(part("hair", factors.hair()));
        return all;
    }

    private List<Drawing> part(String group, String alternative) {
        if (alternative.equals(FaceFactors.NONE)) {
            return List.of();
        }
        List<Drawing> drawings = groups.getOrDefault(group, Map.of()).get(alternative);
        if (drawings == null) {
            throw new IllegalStateException("There is no " + alternative + " among the parts of " + group + ".");
        }
        return drawings;
    }

    /** Absolute commands, each named. */
    private static Path2D outline(String commands) {
        Path2D path = new Path2D.Double();
        String[] words = commands.split(" ");
        int at = 0;
        while (at < words.length) {
            String command = words[at++];
            double[] p = new double
                    [switch (command) {
                        case "M", "L" -> 2;
                        case "Q" -> 4;
                        case "C" -> 6;
                        case "Z" -> 0;
                        default -> throw new IllegalStateException("There is no command " + command + " of a path.");
                    }];
            for (int i = 0; i < p.length; i++) {
                p[i] = Double.parseDouble(words[at++]);
            }
            switch (command) {
                case "M" -> path.moveTo(p[0], p[1]);
                case "L" -> path.lineTo(p[0], p[1]);
                case "Q" -> path.quadTo(p[0], p[1], p[2], p[3]);
                case "C" -> path.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                default -> path.closePath();
            }
        }
        return path;
    }
}
