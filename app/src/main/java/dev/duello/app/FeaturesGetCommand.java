package dev.duello.app;

import dev.duello.Messages;
import dev.duello.metric.inception.InceptionFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "get",
        description = "Downloads the weights of a feature network from its publisher, 96 MB, with a SHA-256 check.",
        mixinStandardHelpOptions = true)
final class FeaturesGetCommand implements Callable<Integer> {
    private static final String INCEPTION = "inception";

    @Parameters(paramLabel = "NAME", description = "inception: the FID Inception of 2015.")
    private String name;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!name.equals(INCEPTION)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There are no weights called '" + name + "'"
                            + Messages.suggestion(name, List.of(INCEPTION))
                            + " Only inception is downloaded: classifiers are trained on first use.");
        }
        Path file = InceptionFile.folder().resolve(InceptionFile.PUBLISHED.name());
        return new Download(
                        name,
                        "file",
                        file,
                        Files.isRegularFile(file),
                        InceptionFile.PUBLISHED.bytes(),
                        InceptionFile::download)
                .run(outputOptions, spec);
    }
}
