package dev.duello.app;

import dev.duello.group.GroupException;
import dev.duello.group.LauncherEnvironment;
import dev.duello.group.Place;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks what several processes need to train together. */
final class GroupCheck {
    private GroupCheck() {}

    static CheckResult finding() {
        Optional<Place> place;
        try {
            place = GroupOptions.place();
        } catch (GroupException e) {
            return CheckResult.problem("processes", e.getMessage());
        }
        if (!canTalk()) {
            return CheckResult.problem(
                    "processes",
                    "two processes of this machine cannot talk over 127.0.0.1: --processes will fail. Allow connections on"
                            + " the loopback interface.");
        }
        String text = "several can train together over " + interfaces();
        if (place.isPresent()) {
            Place own = place.get();
            return CheckResult.ok(
                    "processes",
                    text + "; " + own.launcher() + " started this one as " + own + ", to meet at " + own.host() + ":"
                            + own.port());
        }
        return isFree(LauncherEnvironment.DEFAULT_PORT)
                ? CheckResult.ok("processes", text + "; port " + LauncherEnvironment.DEFAULT_PORT + " is free")
                : CheckResult.note(
                        "processes",
                        text + "; port " + LauncherEnvironment.DEFAULT_PORT
                                + " is taken, at which launchers have them meet: set MASTER_PORT to another");
    }

    private static boolean canTalk() {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket socket = new Socket(here, server.getLocalPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket server = new ServerSocket(port)) {
            return server.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static String interfaces() {
        List<String> all = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp()) {
                    String addresses = each.inetAddresses()
                            .map(InetAddress::getHostAddress)
                            .filter(address -> !address.contains(":"))
                            .collect(Collectors.joining(" "));
                    if (!addresses.isEmpty()) {
                        all.add(each.getName() + " " + addresses);
                    }
                }
            }
        } catch (IOException e) {
            return "unknown interfaces (" + e.getMessage() + ")";
        }
        return String.join(", ", all);
    }

    /** A fault of early JDKs 25: objects that native code holds may be moved (JDK-8377811), which garbles what is packed or unpacked. */
    static Optional<String> fault(Runtime.Version version) {
        return fault(
                version,
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .anyMatch(name -> name.startsWith("G1")));
    }

    static Optional<String> fault(Runtime.Version version, boolean usesG1) {
        if (version.feature() != 25 || version.interim() != 0 || version.update() >= 3) {
            return Optional.empty();
        }
        String what = "before 25.0.3 its G1 collector may move what native code works on (JDK-8377811)";
        return Optional.of(
                usesG1
                        ? what
                                + ", so that images and archives may be read or written wrongly: install 25.0.3 or newer,"
                                + " or add -XX:+UseSerialGC"
                        : what + "; this process uses another collector, which has no such fault");
    }
}
