package dev.duello.explain;

import dev.duello.torch.Tensor;

/**
 * A rectangle of an image, as shares of its width and height from the top left corner.
 *
 * @param right more than {@code left}, at most 1
 * @param bottom more than {@code top}, at most 1
 */
public record Region(double left, double top, double right, double bottom) {
    /** All of an image. */
    public static final Region WHOLE = new Region(0, 0, 1, 1);

    /** @throws IllegalArgumentException when it is empty or reaches out of the image */
    public Region {
        if (!(left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && left < right && top < bottom)) {
            throw new IllegalArgumentException(
                    "A region has LEFT,TOP,RIGHT,BOTTOM from 0 to 1, with LEFT less than RIGHT and TOP less than BOTTOM.");
        }
    }

    /** All cells of maps that it touches. @param maps {@code [N, C, H, W]} @return a view of a part of it */
    Tensor of(Tensor maps) {
        long height = maps.size(2);
        long width = maps.size(3);
        long y = (long) Math.min(Math.floor(top * height), height - 1.0);
        long x = (long) Math.min(Math.floor(left * width), width - 1.0);
        return maps.narrow(2, y, Math.max(1, (long) Math.ceil(bottom * height) - y))
                .narrow(3, x, Math.max(1, (long) Math.ceil(right * width) - x));
    }
}
