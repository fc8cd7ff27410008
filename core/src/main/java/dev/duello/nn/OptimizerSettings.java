package dev.duello.nn;

/** How a network learns: Adam, whose rate and second decay may change while samples are seen. */
public record OptimizerSettings(Schedule rate, double beta1, Schedule beta2, double epsilon) {
    /** The settings now; see {@link Schedule#at}. */
    public Adam.Settings at(double progress) {
        return new Adam.Settings(rate.at(progress), beta1, beta2.at(progress), epsilon);
    }
}
