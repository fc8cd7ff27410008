package dev.duello.spark;

import dev.duello.group.Place;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.BarrierTaskInfo;

/** Where the tasks of a barrier stage meet: on the machine of the first, at a port that it found free and tells the others. */
final class MeetingPlace {
    private MeetingPlace() {}

    /** The place of a task; waits for all others. */
    static Place of(BarrierTaskContext task) {
        int rank = task.partitionId();
        List<String> hosts = Arrays.stream(task.getTaskInfos())
                .map(BarrierTaskInfo::address)
                .map(address -> address.replaceFirst(":\\d+$", ""))
                .toList();
        String[] ports = task.allGather(rank == 0 ? String.valueOf(freePort()) : "");
        String host = hosts.get(rank);
        int before = (int) hosts.subList(0, rank).stream().filter(host::equals).count();
        int here = (int) hosts.stream().filter(host::equals).count();
        return new Place(
                rank,
                hosts.size(),
                before,
                here,
                hosts.getFirst(),
                Integer.parseInt(ports[0]),
                false,
                task.stageAttemptNumber(),
                "Spark");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new TrainingException("No port is free: " + e.getMessage() + ".", e);
        }
    }
}
