package dev.duello.app;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The user's web browser, where there is one. */
final class Browser {
    private Browser() {}

    /** Opens an address; whether that works is the desktop's affair. */
    static void show(String address) {
        if (!Terminal.isInteractive()) {
            return;
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean desktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        List<String> command = system.startsWith("mac")
                ? List.of("open", address)
                : system.startsWith("windows")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                        : List.of("xdg-open", address);
        if (system.startsWith("linux") && !desktop) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // The address is printed; it can be opened by hand.
        }
    }
}
