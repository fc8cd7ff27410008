package dev.duello.group;

/**
 * How far a process has come since it joined.
 *
 * @param sums for which it has waited for others or still does
 * @param rows samples of its shares
 * @param training seconds in steps
 * @param waiting seconds of these in which it sent, received or waited for others
 * @param sending seconds of these in which it sent or received
 */
record Pace(long sums, long rows, double training, double waiting, double sending) {
    static final Pace NONE = new Pace(0, 0, 0, 0, 0);

    String text() {
        return sums + " " + rows + " " + training + " " + waiting + " " + sending;
    }

    static Pace of(String text) {
        String[] parts = text.split(" ");
        return new Pace(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]));
    }
}
