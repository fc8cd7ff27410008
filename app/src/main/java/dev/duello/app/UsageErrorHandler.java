package dev.duello.app;

import dev.duello.Messages;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that was not understood: what is wrong, what was probably meant, where to look. */
final class UsageErrorHandler implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.print(commandLine.getColorScheme().errorText("duello: "));
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !commandLine.getSubcommands().isEmpty()) {
            String typed = unmatched.getUnmatched().getFirst();
            err.println("There is no command '" + typed + "'"
                    + Messages.suggestion(typed, commandLine.getSubcommands().keySet()));
        } else {
            err.println(e.getMessage());
            UnmatchedArgumentException.printSuggestions(e, err);
        }
        err.println("Try: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }
}
