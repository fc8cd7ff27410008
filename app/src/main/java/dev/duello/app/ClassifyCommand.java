package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "classify",
        description = "Trains and tests a CNN classifier on labeled images: the feature network of the metrics.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ClassifyTrainCommand.class, ClassifyTestCommand.class})
final class ClassifyCommand {}
