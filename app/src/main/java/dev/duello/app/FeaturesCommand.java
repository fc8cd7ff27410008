package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "features",
        description = "Feature networks to measure with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = FeaturesGetCommand.class)
final class FeaturesCommand {}
