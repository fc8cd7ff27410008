package dev.duello.search;

import java.io.IOException;
import java.net.InetAddress;

/** Who trains a trial, as a text: host and process. */
final class Worker {
    private Worker() {}

    static String self() {
        return host() + ":" + ProcessHandle.current().pid();
    }

    /** Whether it was a process of this machine that has ended. Of other machines nothing is known. */
    static boolean isGone(String worker) {
        int colon = worker.lastIndexOf(':');
        return worker.substring(0, Math.max(0, colon)).equals(host())
                && worker.substring(colon + 1).matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(worker.substring(colon + 1))).isEmpty();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
