package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a generator of sounds, in Chromium. */
@Tag("slow")
class WebFolderSoundPageTest {
    @TempDir
    private Path folder;

    @Test
    void the_sounds_of_the_run_are_seen_played_and_saved() throws Exception {
        Path sounds = Files.createDirectory(folder.resolve("sounds"));
        for (int i = 0; i < 8; i++) {
            Tones.write(sounds.resolve(i + ".wav"), 300 + 50 * i, 8000, 250);
        }
        Path run = folder.resolve("run");
        Cli training = Cli.run(
                "train",
                "--data",
                sounds,
                "--out",
                run,
                "--length",
                256,
                "--batch",
                8,
                "--kimg",
                0.016,
                "--threads",
                1,
                "--watch",
                "none",
                "--quiet",
                "--set",
                "generator.width=2",
                "--set",
                "discriminator.width=2");
        assertThat(training.exitCode()).as(training.err()).isZero();
        Path web = folder.resolve("page");
        Cli export = Cli.run("export", run, "--web", web);
        assertThat(export.exitCode()).as(export.err()).isZero();

        HttpServer server = WebFolderPages.serve(web);
        List<String> problems = new ArrayList<>();
        try (Chromium chromium = Chromium.open();
                Page page = WebFolderPages.open(chromium, WebFolderPages.address(server), problems);
                TrainedModel model = TrainedModel.openExact(run, null);
                var _ = TensorScope.open()) {
            page.getByText("Made here in").waitFor();
            Tensor latents = model.latents(1, 1);
            float[] expected = model.model().sample(latents, Weights.AVERAGE).toFloats();
            List<Double> z = new ArrayList<>();
            for (float number : latents.toFloats()) {
                z.add((double) number);
            }
            List<?> found = (List<?>) page.evaluate(
                    "async (z) => { const { open } = await import('./generator.js');"
                            + " return Array.from(await (await open()).generate(z, [])); }",
                    z);
            assertThat(found).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(((Number) found.get(i)).doubleValue() - expected[i]))
                        .isLessThan(1e-4);
            }

            page.evaluate("document.querySelector('audio').play()");
            assertThat((Double) page.evaluate("document.querySelector('audio').duration"))
                    .isEqualTo(256 / 8000.0);
            assertThat((Boolean) page.evaluate("document.getElementById('waveform').getContext('2d')"
                            + ".getImageData(0, 0, 768, 192).data.some((level) => level > 0)"))
                    .isTrue();
            Object levels = page.evaluate(
                    "async (numbers) => Array.from((await import('./sample.js')).levels(numbers))",
                    List.of(-2, -1, 0, 0.5, 1, 2));
            assertThat(levels).isEqualTo(List.of(-32768, -32768, 0, 16384, 32767, 32767));

            Download download = page.waitForDownload(() -> page.click("#download"));
            assertThat(download.suggestedFilename()).isEqualTo("sample-0.wav");
            Path saved = folder.resolve("saved.wav");
            download.saveAs(saved);
            try (AudioInputStream audio = AudioSystem.getAudioInputStream(saved.toFile())) {
                assertThat(audio.getFormat().getSampleRate()).isEqualTo(8000);
                assertThat(audio.readAllBytes()).hasSize(2 * 256);
            }
        } finally {
            server.stop(0);
        }
        assertThat(problems).isEmpty();
    }
}
