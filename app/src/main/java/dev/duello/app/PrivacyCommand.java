package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "privacy",
        description = "Plans trainings with differential privacy, states what a run promises, and tests it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PrivacyPlanCommand.class, PrivacyReportCommand.class, PrivacyTestCommand.class})
final class PrivacyCommand {}
