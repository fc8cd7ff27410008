package dev.duello.group;

/**
 * The place of a process among those that train together.
 *
 * @param rank its number, 0 to {@code size - 1}; number 0 leads
 * @param size how many there are, at least 2
 * @param localRank its number among those of its machine
 * @param localSize how many its machine has
 * @param host of process 0, where the others ask for the way
 * @param port on that host, 1 to 65535
 * @param isStoreKept whether the launcher itself listens on that port, so that process 0 asks like all others
 * @param attempt how often the launcher started all of them again
 * @param launcher who started it, in a word
 */
public record Place(
        int rank,
        int size,
        int localRank,
        int localSize,
        String host,
        int port,
        boolean isStoreKept,
        int attempt,
        String launcher) {
    public Place {
        if (size < 2 || rank < 0 || rank >= size) {
            throw new GroupException(launcher + " gave this process the number " + rank + " of " + size
                    + ": numbers go from 0 to one less than how many there are.");
        }
        if (localSize < 1 || localRank < 0 || localRank >= localSize) {
            throw new GroupException(launcher + " gave this process the number " + localRank + " of the " + localSize
                    + " on its machine: numbers go from 0 to one less than how many there are.");
        }
        if (port < 1 || port > 65_535) {
            throw new GroupException(launcher + " names the port " + port + ": ports go from 1 to 65535.");
        }
    }

    /** Whether this process decides what all do, and writes the run. */
    public boolean isLeader() {
        return rank == 0;
    }

    /** Such as {@code rank 1 of 4}. */
    @Override
    public String toString() {
        return "rank " + rank + " of " + size;
    }
}
