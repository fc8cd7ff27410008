package dev.duello.metric;

/** How far the magnitudes of sounds are from those of the nearest real one: {@link SoundSpectra#spectralConvergence}. */
final class SpectralConvergence implements Metric {
    @Override
    public String name() {
        return "spectral-convergence";
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
        return "Of sounds: the norm of what their spectrograms (magnitudes) differ by from those of the nearest real sound, divided by the norm of these, as the median over fakes (Arık et al., 2019).";
    }

    @Override
    public String good() {
        return "0 for copies of reals, 1 for silence; less than the floor tells of copies.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return SoundSpectra.spectralConvergence(samples);
    }
}
