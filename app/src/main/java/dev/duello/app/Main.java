package dev.duello.app;

import dev.duello.Messages;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point. */
@Command(
        name = "duello",
        description = "Trains, measures, diagnoses and explores generative adversarial networks (GANs).",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            ResumeCommand.class,
            SearchCommand.class,
            SampleCommand.class,
            ScoreCommand.class,
            ReconstructCommand.class,
            EncodeCommand.class,
            TranslateCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            AuditCommand.class,
            ExplainCommand.class,
            SummaryCommand.class,
            DataCommand.class,
            ClassifyCommand.class,
            FeaturesCommand.class,
            PrivacyCommand.class,
            ExportCommand.class,
            StudioCommand.class,
            ServeCommand.class,
            ReportCommand.class,
            DoctorCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the last line on stderr says why",
            "2:a command, option, setting or name was not understood",
            "3:of several processes that train together one is gone, stuck or failed; the checkpoints are whole",
            "130:stopped by Ctrl-C; a training has saved its state, a service answered what it had accepted",
            "143:stopped by SIGTERM; likewise"
        },
        footer = {"", "Start with: duello train"})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // What is said is English, with a point before decimals, so that it can be pasted and parsed.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        Interruption.install();
        EndWithParent.watch();
        ResultStream results = ResultStream.install();
        int exitCode = commandLine().execute(arguments);
        Interruption.finished();
        System.out.flush();
        IOException problem = results.problem();
        if (problem != null && exitCode == CommandLine.ExitCode.OK) {
            System.err.println("duello: The result could not be written to the standard output: "
                    + Messages.reason(problem) + ".");
            exitCode = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler(new ExecutionErrorHandler());
        commandLine.setParameterExceptionHandler(new UsageErrorHandler());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionStrategy(Main::run);
        commandLine.setHelpFactory((command, colors) -> {
            command.usageMessage().width(Terminal.columns()).abbreviateSynopsis(true);
            return new TopicHelp(command, colors);
        });
        NumberConverters.register(commandLine);
        commandLine
                .getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(false);
        return commandLine;
    }

    /** A word that is no command stays a mistake when help is asked for; a group of commands without one shows its help. */
    private static int run(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!command.getSubcommands().isEmpty()) {
            if (!last.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(command, last.unmatched());
            }
            boolean doesNothingItself = !(last.commandSpec().userObject() instanceof Callable);
            if (doesNothingItself && !last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
                command.usage(command.getOut());
                return CommandLine.ExitCode.OK;
            }
        }
        return new RunLast().execute(parsed);
    }
}
