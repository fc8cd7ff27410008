package dev.duello.data.shapes;

import dev.duello.data.Split;
import dev.duello.data.drawn.DrawnImages;
import dev.duello.data.image.ImageFormat;
import java.util.List;

/** The data set {@code shapes}: colored objects on gray ground. */
public final class Shapes implements DrawnImages {
    @Override
    public String name() {
        return "shapes";
    }

    @Override
    public String version() {
        return "shapes-1";
    }

    @Override
    public ImageFormat format() {
        return ShapeDrawing.FORMAT;
    }

    @Override
    public List<String> classes() {
        return ShapeFactors.classes();
    }

    @Override
    public int count(Split split) {
        return ShapeFactors.count(split);
    }

    @Override
    public int label(Split split, int index) {
        return ShapeFactors.of(split, index).kind().ordinal();
    }

    @Override
    public byte[] draw(Split split, int index) {
        return ShapeDrawing.draw(ShapeFactors.of(split, index));
    }

    @Override
    public String csv(Split split) {
        return ShapeFactors.csv(split);
    }
}
