package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "features",
        description = "Manages the feature networks of the metrics.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = FeaturesGetCommand.class)
final class FeaturesCommand {}
