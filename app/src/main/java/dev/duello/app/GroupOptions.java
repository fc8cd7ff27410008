package dev.duello.app;

import dev.duello.group.Follower;
import dev.duello.group.LauncherEnvironment;
import dev.duello.group.Leader;
import dev.duello.group.Membership;
import dev.duello.group.Place;
import dev.duello.train.Experiment;
import dev.duello.train.Version;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which processes train: this one alone, this one and others that a launcher started, or some that this one starts and watches. */
final class GroupOptions {
    /** Of a process whose group broke. */
    static final int BROKEN = 3;

    @Option(
            names = "--processes",
            paramLabel = "N",
            description = "Processes on this machine that share each batch; see the guide, docs/guide/scale.md.")
    @Nullable
    Integer processes;

    @Option(
            names = "--restarts",
            paramLabel = "N",
            description =
                    "With --processes: how often to start again from the newest checkpoint when a process is gone or stuck.")
    int restarts;

    /** What a process of a group does. */
    @FunctionalInterface
    interface Part {
        /** @param leader null for a process that trains alone */
        int train(@Nullable Leader leader);
    }

    /** The place that a launcher gave this process, if there is one. */
    static Optional<Place> place() {
        return LauncherEnvironment.place(System.getenv());
    }

    /** Takes part: the first process does its own part, all others follow it. */
    static int join(Place place, Experiment.Group settings, Part first) {
        Membership.Options options = new Membership.Options(
                Duration.ofMillis(Math.round(settings.timeout() * 1000)),
                settings.wireType(),
                Version.current(),
                GroupOptions::giveUp);
        try (Membership membership = Membership.join(place, options)) {
            return switch (membership) {
                case Leader leader -> first.train(leader);
                case Follower follower -> GroupFollower.run(follower);
            };
        }
    }

    /** The group is broken and the main thread waits in it. */
    private static void giveUp(String sentence) {
        System.err.println("duello: " + sentence);
        Runtime.getRuntime().halt(BROKEN);
    }

    /** Threads of each process where nobody says how many: all processors, shared by those of this machine. */
    static int threadsOfEach(int processesHere) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / processesHere);
    }
}
