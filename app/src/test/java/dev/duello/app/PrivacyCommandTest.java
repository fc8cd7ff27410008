package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PrivacyCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_plan_tells_noise_and_cost_without_training() {
        Cli plan = Cli.run("privacy", "plan", "--records", 5000, "--batch", 64, "--epsilon", "3", "--kimg", "12.8");

        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out())
                .contains("5,000 records", "delta 1e-05", "noise")
                .containsPattern("3 +12.8 +1\\.\\d+ +0 +none +(3\\.000|2\\.999) +3\\.\\d+");

        Cli json = Cli.run(
                "privacy", "plan", "--records", 5000, "--batch", 64, "--epsilon", "3", "--kimg", "12.8", "--json");
        assertThat(json.out()).contains("\"epsilon\":3.0", "\"steps\":0", "\"embedding-noise-multiplier\":1.");

        Cli steps = Cli.run(
                "privacy",
                "plan",
                "--records",
                5000,
                "--batch",
                64,
                "--epsilon",
                "3",
                "--kimg",
                "12.8",
                "--share",
                "0");
        assertThat(steps.out()).containsPattern("3 +12.8 +none +200 +0\\.\\d+ +(3\\.000|2\\.999) +3\\.\\d+");
    }

    @Test
    void an_impossible_plan_is_a_mistake_of_usage_with_what_to_do() {
        Cli batch = Cli.run("privacy", "plan", "--records", 100, "--batch", 200);
        assertThat(batch.exitCode()).isEqualTo(2);
        assertThat(batch.err()).contains("at most 100");

        Cli one = Cli.run("privacy", "plan", "--records", 1, "--batch", 1);
        assertThat(one.exitCode()).isEqualTo(2);
        assertThat(one.err()).contains("One record");

        Cli delta = Cli.run("privacy", "plan", "--records", 1000, "--batch", 10, "--delta", "0.01");
        assertThat(delta.exitCode()).isEqualTo(2);
        assertThat(delta.err()).contains("below 1/n");
    }

    @Test
    void a_private_run_tells_its_plan_first_and_states_its_promise_afterwards() throws IOException {
        Path run = folder.resolve("run");
        Cli trained = TinyRun.train(
                folder.resolve("images"),
                run,
                "--epsilon",
                "50",
                "--kimg",
                "0.16",
                "--size",
                "16x16",
                "--set",
                "privacy.embedding.share=0");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err())
                .contains("Private: epsilon 50 at delta 1e-05 promised; the planned 10 steps cost", "20 records")
                .contains("80 % of the records", "Not covered");
        assertThat(trained.out()).contains("privacy epsilon");

        Path page = folder.resolve("privacy.html");
        Cli report = Cli.run("privacy", "report", run, "--html", page);
        assertThat(report.exitCode()).isZero();
        assertThat(report.out())
                .contains("-differential privacy", "unit of protection", "Poisson", "PRV 1", "RDP 1", "20 of")
                .contains("Choice of settings: not covered")
                .doesNotContain("anonym");
        assertThat(Files.readString(page)).contains("<h1>Privacy of run</h1>", "noise multiplier");
        assertThat(Cli.run("privacy", "report", run, "--json").out())
                .contains("\"records\":20", "\"steps\":10", "\"sampling\":\"poisson\"", "\"assumptions\":[");

        assertThat(ReportPage.of(run)).contains("<h2>Privacy</h2>", "-differential privacy", "Privacy spent (epsilon)");

        Cli resumed = Cli.run("resume", run, "--epsilon", "90", "--kimg", "0.192");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("The promise is now epsilon 90", "it was 50");
    }

    @Test
    void by_default_all_of_the_promise_is_spent_on_one_release() {
        Path run = folder.resolve("run");
        Cli trained =
                TinyRun.train(folder.resolve("images"), run, "--epsilon", "5", "--kimg", "0.16", "--size", "16x16");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err())
                .contains("the planned release costs", "mean embedding of each class of 20 records is released once")
                .contains("the discriminator never moves", "hardly anything of them will be seen");
        assertThat(Cli.run("privacy", "report", run).out())
                .contains("Gaussian mechanism on the mean embedding", "vectors of length 1, released once")
                .doesNotContain("Poisson sampling");
        // Its images are known again, though their fingerprint hangs on the seed.
        Cli audit = Cli.run("audit", run, "--quiet", "-n", 20);
        assertThat(audit.exitCode()).as(audit.err()).isZero();
    }

    @Test
    void images_that_anybody_may_see_are_shown_and_measured_on_instead_of_the_private_ones() {
        Path open = folder.resolve("open");
        Pictures.write(open, 30);
        Path run = folder.resolve("run");
        Cli trained = TinyRun.train(
                folder.resolve("images"),
                run,
                "--epsilon",
                "50",
                "--kimg",
                "0.064",
                "--size",
                "16x16",
                "--public",
                open,
                "--watch",
                "swd",
                "--set",
                "evaluation.samples=30",
                "--set",
                "evaluation.features=random");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(run.resolve("samples/reals.png")).exists();
        assertThat(trained.out()).contains("swd");
        assertThat(Cli.run("privacy", "report", run).out()).contains("public images instead: " + open);
    }

    @Test
    void what_does_not_go_with_a_promise_is_refused() {
        Path run = folder.resolve("run");
        Cli timed = TinyRun.train(folder.resolve("a"), run, "--epsilon", "5", "--for", "1m");
        assertThat(timed.exitCode()).isEqualTo(2);
        assertThat(timed.err()).contains("--kimg");

        Cli watched = TinyRun.train(folder.resolve("b"), run, "--epsilon", "5", "--watch", "fid");
        assertThat(watched.exitCode()).isEqualTo(2);
        assertThat(watched.err()).contains("private images");

        Cli looking = TinyRun.train(
                folder.resolve("e"),
                run,
                "--epsilon",
                "5",
                "--preset",
                "auto",
                "--watch",
                "none",
                "--set",
                "penalty.r1=0");
        assertThat(looking.exitCode()).isEqualTo(2);
        assertThat(looking.err()).contains("preset private");

        Cli mixing = TinyRun.train(folder.resolve("c"), run, "--epsilon", "5", "--preset", "dcgan", "--watch", "none");
        assertThat(mixing.exitCode()).isEqualTo(2);
        assertThat(mixing.err()).contains("batch-norm", "mixes");

        Cli publicRun = TinyRun.train(
                folder.resolve("d"),
                folder.resolve("plain"),
                "--preset",
                "dcgan",
                "--kimg",
                "0.016",
                "--watch",
                "none");
        assertThat(publicRun.exitCode()).as(publicRun.err()).isZero();
        Cli report = Cli.run("privacy", "report", folder.resolve("plain"));
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.err()).contains("promises nothing");
    }
}
