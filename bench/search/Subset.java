import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first images of a data set as PNG files in a folder for each class: {@code Subset DATA SIDE COUNT FOLDER}. */
public final class Subset {
    private Subset() {}

    public static void main(String[] arguments) throws Exception {
        int side = Integer.parseInt(arguments[1]);
        Path folder = Path.of(arguments[3]);
        LoadOptions options = LoadOptions.DEFAULT.withSize(side, side).withSplit(Split.TRAIN);
        try (Dataset data = Datasets.open(arguments[0], options)) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                Path file = folder.resolve(data.classes().get(data.label(i)).replaceAll("[^A-Za-z0-9]+", "-"))
                        .resolve(i + ".png");
                Files.createDirectories(file.getParent());
                PngFiles.write(file, (ImageFormat) data.format(), data.stored(i));
            }
        }
    }
}
