package dev.duello.train;

/** How wide the networks of a preset are, for machines of different strength. */
enum PresetSize {
    /** Half as wide, for a first look on a small machine. */
    TINY(0.5),
    /** As the preset has it: for a few processor cores. */
    SMALL(1),
    /** Four times as wide, for a GPU. */
    BASE(4);

    private final double factor;

    PresetSize(double factor) {
        this.factor = factor;
    }

    int width(int small) {
        return Math.max(1, (int) Math.round(small * factor));
    }
}
