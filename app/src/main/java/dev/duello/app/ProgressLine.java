package dev.duello.app;

import java.io.PrintWriter;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says how far something is, at what rate, and how long it will take: one line that moves on a terminal, a plain line every few
 * seconds elsewhere. What is over within a second says nothing.
 */
final class ProgressLine implements AutoCloseable {
    private static final double FIRST_SECONDS = 1;
    private static final double TERMINAL_SECONDS = 0.2;
    private static final double PLAIN_SECONDS = 5;
    private static final int BAR = 24;
    private static final String ERASED = "\r\u001b[K";

    private final @Nullable PrintWriter err;
    private final Unit unit;
    private final boolean terminal;
    private final DoubleSupplier seconds;
    private double start = Double.NaN;
    private double lastShown = Double.NaN;
    private long startDone;
    private boolean open;

    /** How amounts are written. */
    enum Unit {
        KIMG("kimg", 1, 1000, "%.0f img/s", 1),
        IMAGES("images", 0, 1, "%.0f img/s", 1),
        BYTES("MB", 1, 1e6, "%.1f MB/s", 1e6);

        private final String name;
        private final int decimals;
        private final double amountScale;
        private final String rate;
        private final double rateScale;

        Unit(String name, int decimals, double amountScale, String rate, double rateScale) {
            this.name = name;
            this.decimals = decimals;
            this.amountScale = amountScale;
            this.rate = rate;
            this.rateScale = rateScale;
        }

        private String amounts(long done, long total) {
            return number(done, decimals) + "/" + number(total, total % amountScale == 0 ? 0 : decimals) + " " + name;
        }

        private String number(long amount, int shown) {
            return String.format("%." + shown + "f", amount / amountScale);
        }
    }

    ProgressLine(@Nullable PrintWriter err, Unit unit, boolean terminal, DoubleSupplier seconds) {
        this.err = err;
        this.unit = unit;
        this.terminal = terminal;
        this.seconds = seconds;
    }

    /** @param quiet to say nothing at all */
    static ProgressLine on(PrintWriter err, Unit unit, boolean quiet) {
        return new ProgressLine(quiet ? null : err, unit, Terminal.isInteractive(), () -> System.nanoTime() / 1e9);
    }

    /**
     * Tells how far it is; cheap enough to be called after every small piece of work. The first call starts the clock.
     *
     * @param more words for the end of the line, asked for only when it is shown
     */
    void update(long done, long total, Supplier<String> more) {
        update(done, total, () -> "", more);
    }

    /**
     * The same with something more important, which a narrow terminal shows as well.
     *
     * @param first words for right after the amount, asked for only when the line is shown
     */
    void update(long done, long total, Supplier<String> first, Supplier<String> more) {
        if (err == null) {
            return;
        }
        double now = seconds.getAsDouble();
        if (Double.isNaN(start)) {
            start = now;
            startDone = done;
        }
        boolean silentSoFar = Double.isNaN(lastShown);
        double wanted = silentSoFar ? FIRST_SECONDS : terminal ? TERMINAL_SECONDS : PLAIN_SECONDS;
        boolean last = done >= total && !silentSoFar;
        if (now - (silentSoFar ? start : lastShown) < wanted && !last) {
            return;
        }
        lastShown = now;
        double rate = (done - startDone) / Math.max(1e-9, now - start);
        String line = line(done, Math.max(total, 1), rate, first.get()) + more.get();
        if (terminal) {
            // A wrapped line would leave its beginning behind.
            err.print("\r" + Terminal.unwrapped(line + "\u001b[K"));
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    private String line(long done, long total, double rate, String first) {
        StringBuilder line = new StringBuilder();
        String amounts = unit.amounts(done, total);
        if (terminal) {
            // Numbers first: a narrow terminal cuts the bar. As wide as at the end, so that the bar stays where it is.
            line.repeat(' ', Math.max(0, unit.amounts(total, total).length() - amounts.length()));
            int filled = Math.clamp(BAR * done / total, 0, BAR);
            line.append(amounts).append(' ').append("█".repeat(filled)).append("░".repeat(BAR - filled));
        } else {
            line.append(amounts);
        }
        line.append(first);
        if (rate > 0) {
            line.append("  ").append(String.format(unit.rate, rate / unit.rateScale));
            if (done < total) {
                line.append("  ").append(duration((total - done) / rate)).append(" left");
            }
        }
        return line.toString();
    }

    /** Ends the line on a terminal, so that something else can be printed. */
    void end() {
        if (err != null && open) {
            err.println();
            err.flush();
            open = false;
        }
    }

    /** Takes the line away from a terminal, so that something else can take its place. */
    void erase() {
        if (err != null && open) {
            err.print(ERASED);
            err.flush();
            open = false;
        }
    }

    /** Hours, minutes and seconds, as short as they can be said. */
    static String duration(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        if (whole >= 3600) {
            return String.format("%d h %02d min", whole / 3600, whole % 3600 / 60);
        }
        return whole >= 60 ? String.format("%d min %02d s", whole / 60, whole % 60) : whole + " s";
    }

    @Override
    public void close() {
        end();
    }
}
