package dev.duello.app;

import picocli.CommandLine.Command;

@Command(
        name = "explain",
        description =
                "Looks into a trained generator and its discriminator: what they have learned, and what that shows.",
        subcommands = {
            ExplainDirectionsCommand.class,
            ExplainScoreCommand.class,
            ExplainInvertCommand.class,
            ExplainSamplesCommand.class,
            ExplainUnitsCommand.class
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand {}
