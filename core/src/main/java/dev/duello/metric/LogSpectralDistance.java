package dev.duello.metric;

/** How far sounds are from the nearest real one in dB: {@link SoundSpectra#logSpectralDistance}. */
final class LogSpectralDistance implements Metric {
    @Override
    public String name() {
        return "log-spectral-distance";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.sounds(1);
    }

    /** The more reals there are, the nearer is the nearest. */
    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public String help() {
        return "Of sounds: the root mean square of what their spectrograms differ by in dB from those of the nearest real sound, as the median over fakes.";
    }

    @Override
    public String good() {
        return "0 for copies of reals; quiet noise counts as much as loud; less than the floor tells of copies.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return SoundSpectra.logSpectralDistance(samples);
    }
}
