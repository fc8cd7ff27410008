package dev.duello.app;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParseResult;

/** Which flag is short for which setting: what was typed as a flag is also spoken of as one. */
final class SettingFlags {
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("--preset", "preset"),
            Map.entry("--data", "data.source"),
            Map.entry("--task", "source.task"),
            Map.entry("--size", "data.size"),
            Map.entry("--channels", "data.channels"),
            Map.entry("--length", "data.length"),
            Map.entry("--rate", "data.rate"),
            Map.entry("--frames", "data.frames"),
            Map.entry("--kimg", "training.kimg"),
            Map.entry("--batch", "training.batch"),
            Map.entry("--seed", "training.seed"),
            Map.entry("--watch", "evaluation.metric"),
            Map.entry("--until", "evaluation.until"),
            Map.entry("--patience", "evaluation.patience"),
            Map.entry("--threads", "machine.threads"),
            Map.entry("--device", "machine.device"),
            Map.entry("--precision", "machine.precision"));

    private SettingFlags() {}

    /** A sentence about settings, with the flags of this command line in the place of their keys. */
    static String asTyped(String sentence, ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        String told = sentence;
        for (Map.Entry<String, String> each : KEYS.entrySet()) {
            if (last.hasMatchedOption(each.getKey())) {
                told = named(told, each.getValue(), each.getKey());
            }
        }
        return told;
    }

    /** A sentence that advises a setting, {@code data.size=64x64}, with the flag that is short for it: {@code --size 64x64}. */
    static String advised(String sentence) {
        String told = sentence;
        for (Map.Entry<String, String> each : KEYS.entrySet()) {
            told = told.replaceAll(
                    "(?<![\\w.-])" + Pattern.quote(each.getValue()) + "=",
                    Matcher.quoteReplacement(each.getKey() + " "));
        }
        return told;
    }

    private static String named(String sentence, String key, String flag) {
        return Pattern.compile("(?<![\\w.(-])" + Pattern.quote(key) + "(?![\\w.-])(?: \\(given as a setting\\))?")
                .matcher(sentence)
                .replaceAll(Matcher.quoteReplacement(flag));
    }
}
