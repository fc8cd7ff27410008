package dev.duello.app;

import dev.duello.train.Version;
import picocli.CommandLine.IVersionProvider;

final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"duello " + Version.current() + " (Java " + Runtime.version() + ")"};
    }
}
