package dev.duello.data.moving;

import dev.duello.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * All that makes one clip of the data set {@code moving-shapes}: independent of each other, each uniform in its range. A shape moves
 * along a straight line at one speed and never leaves the picture; how far it may go limits where it may start.
 *
 * @param kind of the shape, half of the class
 * @param direction in which it moves, the other half of the class
 * @param angle by which it deviates from that direction, clockwise in degrees, -15 to 15
 * @param hue of the shape in degrees, 0 (red) to 300 (magenta)
 * @param size its radius as a share of the side, 0.12 to 0.2
 * @param speed the way from the first frame to the last as a share of the side, 0.2 to 0.55
 * @param x its center in the middle of the clip, from the left as a share of the side
 * @param y its center in the middle of the clip, from the top as a share of the side
 * @param background brightness of the gray ground, 0 to 0.3
 */
public record MotionFactors(
        Kind kind,
        Direction direction,
        double angle,
        double hue,
        double size,
        double speed,
        double x,
        double y,
        double background) {
    /** Clips of the training part. */
    public static final int TRAINING = 4_000;
    /** Clips of the test part. */
    public static final int TEST = 1_000;

    /** What moves. */
    public enum Kind {
        DISK,
        SQUARE,
        TRIANGLE
    }

    /** Where to. */
    public enum Direction {
        RIGHT(0),
        DOWN(90),
        LEFT(180),
        UP(270);

        /** Clockwise from the right, as rows go down. */
        private final int degrees;

        Direction(int degrees) {
            this.degrees = degrees;
        }
    }

    /** Clips of a part. */
    public static int count(Split split) {
        return split == Split.TRAIN ? TRAINING : TEST;
    }

    /** The names of the classes by label, such as {@code disk-right}. */
    public static List<String> classes() {
        List<String> names = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Direction direction : Direction.values()) {
                names.add((kind + "-" + direction).toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(names);
    }

    /** What clip {@code index} of a part is made of; always the same. */
    public static MotionFactors of(Split split, int index) {
        long part = split == Split.TRAIN ? 0x4d4f5645L : 0x4d54455354L;
        SplittableRandom random = new SplittableRandom(part * 0x9e3779b97f4a7c15L + index);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        Direction direction = Direction.values()[random.nextInt(Direction.values().length)];
        double angle = -15 + 30 * random.nextDouble();
        double hue = 300 * random.nextDouble();
        double size = 0.12 + 0.08 * random.nextDouble();
        double speed = 0.2 + 0.35 * random.nextDouble();
        double radians = StrictMath.toRadians(direction.degrees + angle);
        double marginX = size + Math.abs(StrictMath.cos(radians)) * speed / 2;
        double marginY = size + Math.abs(StrictMath.sin(radians)) * speed / 2;
        double x = marginX + (1 - 2 * marginX) * random.nextDouble();
        double y = marginY + (1 - 2 * marginY) * random.nextDouble();
        return new MotionFactors(kind, direction, angle, hue, size, speed, x, y, 0.3 * random.nextDouble());
    }

    /** An index into {@link #classes}. */
    public int label() {
        return kind.ordinal() * Direction.values().length + direction.ordinal();
    }

    /** The center from the left at a time, as a share of the side. @param time 0 for the first frame, 1 for the last */
    public double x(double time) {
        return x + (time - 0.5) * speed * StrictMath.cos(StrictMath.toRadians(direction.degrees + angle));
    }

    /** The center from the top at a time, as {@link #x(double)}. */
    public double y(double time) {
        return y + (time - 0.5) * speed * StrictMath.sin(StrictMath.toRadians(direction.degrees + angle));
    }

    /** All factors of a part as CSV: a header, then a line a clip, in their order. */
    public static String csv(Split split) {
        StringBuilder csv = new StringBuilder("index,shape,direction,angle,hue,size,speed,x,y,background\n");
        for (int i = 0; i < count(split); i++) {
            MotionFactors factors = of(split, i);
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%.3f,%.3f,%.5f,%.5f,%.5f,%.5f,%.5f%n",
                    i,
                    factors.kind.toString().toLowerCase(Locale.ROOT),
                    factors.direction.toString().toLowerCase(Locale.ROOT),
                    factors.angle,
                    factors.hue,
                    factors.size,
                    factors.speed,
                    factors.x,
                    factors.y,
                    factors.background));
        }
        return csv.toString();
    }
}
