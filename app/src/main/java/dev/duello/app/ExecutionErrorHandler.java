package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.source.UnknownDataException;
import dev.duello.explain.ExplainException;
import dev.duello.export.ExportException;
import dev.duello.group.GroupException;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import dev.duello.torch.TorchException;
import dev.duello.train.TrainingException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into a message and an exit code; only bugs get a stack trace. */
final class ExecutionErrorHandler implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        switch (e) {
            case SettingException usage -> {
                say(commandLine, SettingFlags.asTyped(usage.getMessage(), parsed));
                return CommandLine.ExitCode.USAGE;
            }
            case UnknownDataException unknown
            when isTyped(unknown.given(), parsed) -> {
                say(commandLine, unknown.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            case ShapeException _, TorchException _ ->
                say(commandLine, SettingFlags.advised(String.valueOf(e.getMessage())));
            case GroupException _ -> {
                say(commandLine, e.getMessage());
                return GroupOptions.BROKEN;
            }
            case DataException _, TrainingException _, ExplainException _, ExportException _ ->
                say(commandLine, e.getMessage());
            default -> {
                say(commandLine, "This is a bug in Duello; please report it with these lines:");
                e.printStackTrace(commandLine.getErr());
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Whether it stands on the command line, and not in the settings of a run whose data was moved. */
    private static boolean isTyped(String name, ParseResult parsed) {
        return parsed.originalArgs().stream().anyMatch(word -> word.equals(name) || word.endsWith("=" + name));
    }

    private static void say(CommandLine commandLine, String sentence) {
        commandLine.getErr().println(commandLine.getColorScheme().errorText("duello: ") + sentence);
        commandLine.getErr().flush();
    }
}
