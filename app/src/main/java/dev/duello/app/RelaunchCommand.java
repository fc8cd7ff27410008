package dev.duello.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start another Duello like this one: the same Java, options, class path and settings. */
final class RelaunchCommand {
    private RelaunchCommand() {}

    /** The words of the command, without arguments for Duello. */
    static List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.matches("-(agent|javaagent|Xrun|Xdebug).*"))
                .forEach(words::add);
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("duello."))
                .sorted()
                .map(key -> "-D" + key + "=" + System.getProperty(key))
                .forEach(words::add);
        words.add("-Dduello.terminal=false");
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(Main.class.getName());
        return words;
    }
}
