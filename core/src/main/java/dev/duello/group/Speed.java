package dev.duello.group;

/**
 * How fast a process trained of late.
 *
 * @param rank of the process
 * @param host that it runs on
 * @param rate samples of its shares in a second of its own computing; 0 before the first step
 * @param waiting the share of the time of its steps in which it sent, received or waited for others, 0 to 1
 */
public record Speed(int rank, String host, double rate, double waiting) {
    static Speed between(int rank, String host, Pace before, Pace now) {
        double training = now.training() - before.training();
        double waiting = now.waiting() - before.waiting();
        double computing = training - waiting;
        return new Speed(
                rank,
                host,
                computing > 0 ? (now.rows() - before.rows()) / computing : 0,
                training > 0 ? Math.clamp(waiting / training, 0, 1) : 0);
    }
}
