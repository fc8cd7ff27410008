package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "privacy",
        description = "Plans trainings with differential privacy, and states what a run promises.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PrivacyPlanCommand.class, PrivacyReportCommand.class})
final class PrivacyCommand {}
