package dev.duello.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help with commands and options under topics, and with examples before the last words. */
final class TopicHelp extends Help {
    /** Fewer options are easier found in one list. */
    private static final int MANY_OPTIONS = 14;

    TopicHelp(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    @Override
    public String commandListHeading(Object... params) {
        return grouped() ? "" : super.commandListHeading(params);
    }

    @Override
    public String commandList(Map<String, Help> subcommands) {
        if (!grouped()) {
            return super.commandList(subcommands);
        }
        Map<String, Help> left = new LinkedHashMap<>(subcommands);
        StringBuilder text = new StringBuilder();
        for (HelpTopics.Topic topic : HelpTopics.COMMANDS) {
            Map<String, Help> these = new LinkedHashMap<>();
            topic.names().stream().filter(left::containsKey).forEach(name -> these.put(name, left.remove(name)));
            commands(topic.title(), these, text);
        }
        commands("More", left, text);
        return text.toString();
    }

    private void commands(String title, Map<String, Help> some, StringBuilder text) {
        if (!some.isEmpty()) {
            text.append(heading(title)).append(super.commandList(some));
        }
    }

    private boolean grouped() {
        return commandSpec().parent() == null;
    }

    @Override
    public String optionListHeading(Object... params) {
        return isLong() ? "" : super.optionListHeading(params);
    }

    @Override
    public String optionList() {
        if (!isLong()) {
            return super.optionList();
        }
        List<OptionSpec> left = new ArrayList<>(visible());
        StringBuilder text = new StringBuilder();
        for (HelpTopics.Topic topic : HelpTopics.OPTIONS) {
            List<OptionSpec> these = new ArrayList<>();
            for (String name : topic.names()) {
                Predicate<OptionSpec> named = option -> option.longestName().equals(name);
                left.stream().filter(named).forEach(these::add);
                left.removeIf(named);
            }
            options(topic.title(), these, text);
        }
        options("Other", left, text);
        return text.toString();
    }

    private void options(String title, List<OptionSpec> some, StringBuilder text) {
        if (!some.isEmpty()) {
            Layout layout = createDefaultLayout();
            layout.addOptions(some, parameterLabelRenderer());
            text.append(heading(title)).append(layout);
        }
    }

    private boolean isLong() {
        return visible().size() >= MANY_OPTIONS;
    }

    private List<OptionSpec> visible() {
        return commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
    }

    @Override
    public String footer(Object... params) {
        List<String> examples = HelpTopics.EXAMPLES.getOrDefault(commandSpec().qualifiedName(), List.of());
        StringBuilder text = new StringBuilder();
        if (!examples.isEmpty()) {
            text.append(heading("Examples"));
            examples.forEach(example -> text.append("  ").append(example).append(System.lineSeparator()));
        }
        return text + super.footer(params);
    }

    private String heading(String title) {
        return createHeading("%n@|bold " + title + "|@:%n");
    }
}
