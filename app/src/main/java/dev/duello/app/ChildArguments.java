package dev.duello.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What the user typed, as arguments of each process of a group. */
final class ChildArguments {
    private ChildArguments() {}

    /** All of it but how many processes there are and how often they start again. @param more to be added */
    static List<String> of(CommandSpec spec, List<String> more) {
        List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            if (word.equals("--processes") || word.equals("--restarts")) {
                i++;
            } else if (!word.startsWith("--processes=") && !word.startsWith("--restarts=")) {
                words.add(word);
            }
        }
        words.addAll(more);
        return List.copyOf(words);
    }
}
