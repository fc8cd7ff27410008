package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;

/** A network whose numbers are a {@link ParameterAverage} of another's. Whoever makes it closes it. */
public final class MovingAverage implements AutoCloseable {
    private final Network average;
    private final ParameterAverage numbers;

    /** Starts as a copy of {@code source}; see {@link ParameterAverage}. */
    public MovingAverage(Network source, double halfLifeKimg, double rampUp) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            average = opened.add(Network.blank(source.architecture(), source.device(), source.precision()));
            numbers = new ParameterAverage(source.parameters(), average.parameters(), halfLifeKimg, rampUp);
            opened.succeeded();
        }
    }

    /** Takes in the source's present numbers; see {@link ParameterAverage#update}. */
    public void update(long imagesSeen, int batch) {
        numbers.update(imagesSeen, batch);
    }

    /** The averaged network; owned by this object. */
    public Network network() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
