package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsOnConsoleTest {
    @TempDir
    private Path folder;

    private Cli train(String name, String... more) {
        Path images = folder.resolve("images-" + name);
        Pictures.write(images, 20);
        Object[] command = {
            "train",
            "--data",
            images,
            "--out",
            folder.resolve(name),
            "--preset",
            "mlp",
            "--kimg",
            "12.1",
            "--watch",
            "none",
            "--threads",
            "1",
            "--set",
            "generator.latent=1",
            "--set",
            "generator.width=16",
            "--set",
            "discriminator.width=16",
            "--set",
            "training.sample-kimg=100"
        };
        Object[] all = new Object[command.length + more.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return Cli.run(all);
    }

    @Test
    void an_alert_is_told_with_evidence_and_advice_and_quiet_is_quiet() {
        Cli told = train("told");
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.err())
                .contains("! mode-collapse at 12.0 kimg. A fake is ")
                .contains("--set generator.latent=");
        assertThat(told.out()).doesNotContain("mode-collapse");

        assertThat(train("quiet", "--quiet").err()).doesNotContain("mode-collapse");
    }
}
