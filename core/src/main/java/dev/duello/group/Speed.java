package dev.duello.group;

/**
 * How fast a process trained of late.
 *
 * @param rank of the process
 * @param host that it runs on
 * @param rate samples of its shares in a second of its own computing; 0 before the first step
 * @param waiting the share of the time of its steps in which it sent, received or waited for others, 0 to 1
 * @param sending the part of {@code waiting} in which it sent or received: what is left of it if all processes are equally fast
 */
public record Speed(int rank, String host, double rate, double waiting, double sending) {
    static Speed between(int rank, String host, Pace before, Pace now) {
        double training = now.training() - before.training();
        double waiting = now.waiting() - before.waiting();
        double computing = training - waiting;
        return new Speed(
                rank,
                host,
                computing > 0 ? (now.rows() - before.rows()) / computing : 0,
                share(waiting, training),
                share(Math.min(now.sending() - before.sending(), waiting), training));
    }

    private static double share(double part, double whole) {
        return whole > 0 ? Math.clamp(part / whole, 0, 1) : 0;
    }
}
