package dev.duello.app;

import picocli.CommandLine.Option;

/** How a long command reports. */
final class OutputOptions {
    @Option(names = "--quiet", description = "No progress on stderr.")
    boolean quiet;

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    boolean json;
}
