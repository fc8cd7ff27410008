package dev.duello.gan.diagnosis;

import java.util.List;

/** How far fakes of the same latents move from reading to reading. */
final class Movement {
    private Movement() {}

    /** The mean of the steps, each relative to how far apart two fakes are. */
    static double mean(List<Reading> readings) {
        double sum = 0;
        for (int i = 1; i < readings.size(); i++) {
            sum += readings.get(i).movement(readings.get(i - 1));
        }
        return sum / (readings.size() - 1);
    }
}
