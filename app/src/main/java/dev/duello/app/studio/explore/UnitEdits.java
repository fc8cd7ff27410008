package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.explain.GeneratorUnits;
import dev.duello.explain.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Units of one layer of a generator that are set to a value, everywhere or at a place, as an address tells it: {@code 7.12:0} switches
 * unit 12 of layer 7 off, {@code 7.12:3.5@0.25,0.25,0.5,0.5} paints it on in a part of the image.
 *
 * @param layer the layer's position in the generator
 */
record UnitEdits(int layer, List<GeneratorUnits.Edit> edits) {
    private static final int MOST = 64;
    private static final String NUMBER = "(-?\\d{1,6}(?:\\.\\d{1,6})?)";
    private static final String SHARE = "(\\d(?:\\.\\d{1,6})?)";
    private static final Pattern REGION = Pattern.compile(String.join(",", SHARE, SHARE, SHARE, SHARE));
    private static final Pattern EDIT = Pattern.compile("(\\d{1,4})\\.(\\d{1,5}):" + NUMBER + "(?:@([\\d.,]+))?");

    /** @throws HttpException when that is not what the text is */
    static UnitEdits parse(String text) {
        String[] parts = text.isEmpty() ? new String[0] : text.split(";", -1);
        if (parts.length > MOST) {
            throw HttpException.malformed("At most " + MOST + " units can be set at once.");
        }
        List<GeneratorUnits.Edit> edits = new ArrayList<>();
        int layer = -1;
        for (String part : parts) {
            Matcher matcher = EDIT.matcher(part);
            if (!matcher.matches()) {
                throw HttpException.malformed(
                        "A unit is set as LAYER.UNIT:VALUE or LAYER.UNIT:VALUE@LEFT,TOP,RIGHT,BOTTOM, such as 7.12:0.");
            }
            int its = Integer.parseInt(matcher.group(1));
            if (layer >= 0 && its != layer) {
                throw HttpException.malformed(
                        "Units of one layer can be set at once, not of layers " + layer + " and " + its + ".");
            }
            layer = its;
            edits.add(new GeneratorUnits.Edit(
                    Integer.parseInt(matcher.group(2)),
                    Double.parseDouble(matcher.group(3)),
                    matcher.group(4) == null ? Region.WHOLE : region(matcher.group(4))));
        }
        return new UnitEdits(layer, edits);
    }

    /** A region written {@code LEFT,TOP,RIGHT,BOTTOM}. @throws HttpException when that is not what the text is */
    static Region region(String text) {
        Matcher matcher = REGION.matcher(text);
        if (!matcher.matches()) {
            throw HttpException.malformed("A region is written LEFT,TOP,RIGHT,BOTTOM, such as 0.25,0.25,0.5,0.5.");
        }
        try {
            return new Region(
                    Double.parseDouble(matcher.group(1)),
                    Double.parseDouble(matcher.group(2)),
                    Double.parseDouble(matcher.group(3)),
                    Double.parseDouble(matcher.group(4)));
        } catch (IllegalArgumentException e) {
            throw HttpException.malformed(String.valueOf(e.getMessage()));
        }
    }

    boolean isNone() {
        return edits.isEmpty();
    }
}
