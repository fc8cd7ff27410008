package dev.duello.data.moving;

import dev.duello.data.Split;
import dev.duello.data.drawn.DrawnVideos;
import dev.duello.data.video.VideoFormat;
import java.util.List;

/** The data set {@code moving-shapes}: clips of a colored shape that crosses gray ground. */
public final class MovingShapes implements DrawnVideos {
    @Override
    public String name() {
        return "moving-shapes";
    }

    @Override
    public String version() {
        return "moving-shapes-1";
    }

    @Override
    public VideoFormat format() {
        return MotionDrawing.FORMAT;
    }

    @Override
    public List<String> classes() {
        return MotionFactors.classes();
    }

    @Override
    public int count(Split split) {
        return MotionFactors.count(split);
    }

    @Override
    public int label(Split split, int index) {
        return MotionFactors.of(split, index).label();
    }

    @Override
    public byte[] draw(Split split, int index) {
        return MotionDrawing.draw(MotionFactors.of(split, index));
    }

    @Override
    public String csv(Split split) {
        return MotionFactors.csv(split);
    }
}
