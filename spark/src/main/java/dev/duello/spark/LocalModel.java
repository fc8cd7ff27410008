package dev.duello.spark;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.TaskContext;

/**
 * A shipped model, opened for one task in a folder of its own, which goes when this is closed. Operations of the calling thread
 * take as many threads as the task has processors ({@code spark.task.cpus}), since results are the same to the bit for equal
 * numbers of threads only.
 */
final class LocalModel implements AutoCloseable {
    private final Path folder;
    private final TrainedModel model;

    private LocalModel(Path folder, TrainedModel model) {
        this.folder = folder;
        this.model = model;
    }

    /** @throws TrainingException when this machine's folder for temporary files cannot be written */
    static LocalModel open(ShippedModel shipped) {
        Torch.setThreads(TaskContext.get().cpus());
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Path folder = Files.createTempDirectory("duello-model-");
            opened.add(() -> Folders.delete(folder));
            shipped.unpack(folder);
            TrainedModel model = TrainedModel.open(folder);
            opened.succeeded();
            return new LocalModel(folder, model);
        } catch (IOException e) {
            throw new TrainingException(
                    "The model cannot be unpacked into " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()
                            + ".",
                    e);
        }
    }

    TrainedModel model() {
        return model;
    }

    @Override
    public void close() {
        model.close();
        Folders.delete(folder);
    }
}
