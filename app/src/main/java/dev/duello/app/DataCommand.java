package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "data",
        description = "Lists, shows and downloads data sets, and removes decoded copies.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DataListCommand.class, DataShowCommand.class, DataGetCommand.class, DataCleanCommand.class})
final class DataCommand {}
