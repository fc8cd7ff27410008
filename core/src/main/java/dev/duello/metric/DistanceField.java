package dev.duello.metric;

/** The squared distance from each cell of a cube to the nearest of some cells: exact, axis by axis (Saito and Toriwaki, 1994). */
final class DistanceField {
    private DistanceField() {}

    /**
     * @param cells 1 at those cells, else 0
     * @return in cells; infinite everywhere where there are none
     */
    static float[] squared(byte[] cells, int side) {
        float[] field = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            field[i] = cells[i] != 0 ? 0 : Float.MAX_VALUE / 4;
        }
        float[] line = new float[side];
        for (int step = 1; step < cells.length; step *= side) {
            for (int start = 0; start < cells.length; start++) {
                if (start / step % side != 0) {
                    continue;
                }
                for (int i = 0; i < side; i++) {
                    float least = Float.MAX_VALUE;
                    for (int j = 0; j < side; j++) {
                        least = Math.min(least, field[start + j * step] + (i - j) * (i - j));
                    }
                    line[i] = least;
                }
                for (int i = 0; i < side; i++) {
                    field[start + i * step] = line[i];
                }
            }
        }
        return field;
    }
}
