package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.StoredAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of tiny runs and folders by the command. */
@Tag("slow")
class AuditTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        Pictures.write(images, 60);
        Cli training = TinyRun.trainMlp(images, run, "--kimg", "0.1", "--watch", "none", "--set", "data.held-out=25");
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    @Test
    void a_run_is_audited_against_what_it_kept_out() throws IOException {
        Cli cli = Cli.run("audit", run, "-n", 40, "--quiet", "--epsilon", 3);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "nearest sample, pixels", "Monte Carlo, features", "density ratio, features", "not resolvable")
                .containsPattern("discriminator +discriminator +[01]\\.\\d{3} \\(")
                .contains("40 samples against 35 training images; 35 of these and 25 non-members attacked")
                .contains("Epsilon 3.00 is not contradicted");
        assertThat(Files.readString(run.resolve("audit.html")))
                .contains("Privacy audit of run", "The most suspicious samples", "aria-labelledby=\"roc-t roc-d\"")
                .contains("most that ε = 3, δ = 1e-05 allows", "data:image/png;base64,")
                .doesNotContain("<script", "http");
        assertThat(ImageIO.read(run.resolve("roc.png").toFile()).getWidth()).isEqualTo(2 * RocPlot.WIDTH);
        assertThat(ImageIO.read(run.resolve("suspicious.png").toFile()).getHeight())
                .isGreaterThan(100);
        JsonNode json = JSON.readTree(run.resolve("audit.json").toFile());
        assertThat(json.get("attacks")).hasSize(5);
        assertThat(json.get("attacks").get(0).get("auc").asDouble()).isBetween(0.0, 1.0);
        assertThat(json.get("suspects").get(0).get("training-images")).hasSize(3);
        assertThat(json.get("promised").get("epsilon").asDouble()).isEqualTo(3);
        // The studio shows verdict and pictures, the report for others only what shows no training image.
        assertThat(Run.open(run).details("").audit())
                .isEqualTo(new StoredAudit(json.get("sentence").asText(), List.of("roc.png", "suspicious.png")));
        assertThat(Run.open(run).file("suspicious.png")).isPresent();
        assertThat(ReportPage.of(run)).contains("<h2>Privacy</h2>", "Audit: ", "detect training images");
    }

    @Test
    void a_reference_run_calibrates_the_attacks() {
        Cli cli = Cli.run(
                "audit", run, "-n", 30, "--quiet", "--reference", run, "-o", folder.resolve("calibrated"), "--json");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        // A model is its own reference: nothing is left to guess by.
        assertThat(cli.out()).contains("\"calibrated\":true", "\"auc\":0.5,");
    }

    @Test
    void a_folder_of_copies_is_called_copies() throws IOException {
        Path members = folder.resolve("members");
        Path others = folder.resolve("others");
        Pictures.write(members, 30);
        Files.createDirectories(others);
        Path whole = folder.resolve("whole");
        Pictures.write(whole, 60);
        try (var files = Files.list(whole)) {
            for (Path file : files.sorted().skip(30).toList()) {
                Files.copy(file, others.resolve(file.getFileName()));
            }
        }
        Cli cli = Cli.run(
                "audit",
                "--samples",
                members,
                "--members",
                members,
                "--non-members",
                others,
                "--quiet",
                "-o",
                folder.resolve("copies"));

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).startsWith("Copies. ").contains("of the samples are a training image nearly as it is");
    }

    @Test
    void without_non_members_copies_are_found_and_no_curve_is_drawn() {
        Cli cli = Cli.run(
                "audit",
                "--samples",
                images,
                "--members",
                images,
                "--quiet",
                "-o",
                folder.resolve("unknown"),
                "--json");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("\"verdict\":\"copies\"");
        assertThat(folder.resolve("unknown/roc.png")).doesNotExist();
    }

    @Test
    void what_cannot_be_audited_is_refused_with_a_sentence() throws IOException {
        assertThat(Cli.run("audit").exitCode()).isEqualTo(2);
        assertThat(Cli.run("audit", run, "--samples", images).err()).contains("either a run or --samples");
        assertThat(Cli.run("audit", "--samples", images).err()).contains("--members");
        assertThat(Cli.run("audit", run, "-n", 3).err()).contains("-n must be at least 20");
        assertThat(Cli.run("audit", run, "--epsilon", -1).exitCode()).isEqualTo(2);
        Cli same = Cli.run("audit", "--samples", images, "--members", images, "--non-members", images);
        assertThat(same.exitCode()).isEqualTo(1);
        assertThat(same.err()).contains("the same images");
        Cli none = Cli.run("audit", folder.resolve("nothing"));
        assertThat(none.exitCode()).isEqualTo(1);
        Path moved = folder.resolve("changed");
        Pictures.write(moved, 40);
        Path other = folder.resolve("other-run");
        TinyRun.trainMlp(moved, other, "--kimg", "0.05", "--watch", "none");
        Pictures.write(moved, 45);
        Cli changed = Cli.run("audit", other, "--quiet");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).contains("are not those that", "--members");
    }
}
