package dev.duello.app;

import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.group.Follower;
import dev.duello.train.FollowedTraining;
import dev.duello.train.TrainingEvent.Stopped.Reason;

/** A process of a group that is not its first. */
final class GroupFollower {
    private GroupFollower() {}

    static int run(Follower follower) {
        Interruption.stopBy(follower::wish, "Asked rank 0 to stop, which saves first.");
        Reason reason = FollowedTraining.run(
                follower,
                experiment -> Datasets.open(
                        experiment.data().source(), experiment.data().loadOptions(Split.TRAIN)));
        return reason == Reason.INTERRUPTED ? 130 : 0;
    }
}
