package dev.duello.gan;

import dev.duello.nn.Adam;
import dev.duello.nn.Schedule;

/** How a network learns: Adam, whose rate and second decay may change while images are seen. */
public record Optimizer(Schedule rate, double beta1, Schedule beta2, double epsilon) {
    /** The settings now; see {@link Schedule#at}. */
    Adam.Settings at(double progress) {
        return new Adam.Settings(rate.at(progress), beta1, beta2.at(progress), epsilon);
    }
}
