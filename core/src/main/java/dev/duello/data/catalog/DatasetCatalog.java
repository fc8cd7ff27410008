package dev.duello.data.catalog;

import dev.duello.data.drawn.DrawnSet;
import dev.duello.data.faces.Faces;
import dev.duello.data.moving.MovingShapes;
import dev.duello.data.shapes.Shapes;
import dev.duello.data.turntable.Turntables;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The data sets that are known by name. */
public final class DatasetCatalog {
    /** The classes of CIFAR-10 by label, in whatever file it comes. */
    public static final List<String> CIFAR_10_CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final DrawnSet SHAPES = new Shapes();
    private static final DrawnSet FACES = new Faces();
    private static final DrawnSet MOVING_SHAPES = new MovingShapes();
    private static final DrawnSet TURNTABLES = new Turntables();

    private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private static final String FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    private static final List<CatalogEntry> ENTRIES = List.of(
            new CatalogEntry(
                    "fashion-mnist",
                    "60,000 + 10,000 gray 28x28 images of clothes, 10 classes",
                    "MIT",
                    List.of(
                            "T-shirt/top",
                            "Trouser",
                            "Pullover",
                            "Dress",
                            "Coat",
                            "Sandal",
                            "Shirt",
                            "Sneaker",
                            "Bag",
                            "Ankle boot"),
                    List.of(
                            file(
                                    FASHION,
                                    "train-images-idx3-ubyte.gz",
                                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                                    26_421_880),
                            file(
                                    FASHION,
                                    "train-labels-idx1-ubyte.gz",
                                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                                    29_515),
                            file(
                                    FASHION,
                                    "t10k-images-idx3-ubyte.gz",
                                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                                    4_422_102),
                            file(
                                    FASHION,
                                    "t10k-labels-idx1-ubyte.gz",
                                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                                    5_148))),
            new CatalogEntry(
                    "mnist",
                    "60,000 + 10,000 gray 28x28 images of handwritten digits, 10 classes",
                    "CC BY-SA 3.0, by Yann LeCun and Corinna Cortes",
                    IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                    List.of(
                            file(
                                    MNIST,
                                    "train-images-idx3-ubyte.gz",
                                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                                    9_912_422),
                            file(
                                    MNIST,
                                    "train-labels-idx1-ubyte.gz",
                                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                                    28_881),
                            file(
                                    MNIST,
                                    "t10k-images-idx3-ubyte.gz",
                                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                                    1_648_877),
                            file(
                                    MNIST,
                                    "t10k-labels-idx1-ubyte.gz",
                                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                                    4_542))),
            new CatalogEntry(
                    "cifar-10",
                    "50,000 + 10,000 color 32x32 images of animals and vehicles, 10 classes",
                    "none stated; cite Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
                    CIFAR_10_CLASSES,
                    List.of(file(
                            "https://www.cs.toronto.edu/~kriz/",
                            "cifar-10-binary.tar.gz",
                            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                            170_052_171))),
            fluentEmoji("emoji", "1,592 shaded color 64x64 emoji on white, 9 classes"),
            fluentEmoji("emoji-flat", "the same 1,592 emoji in flat colors: the images of one name lie on each other"),
            fluentEmoji("emoji-line", "the same 1,592 emoji as gray line drawings"),
            new CatalogEntry(
                    "names",
                    "38,472 first names and surnames of many languages in Latin script, 3 classes",
                    "MIT, Copyright (c) 2022-2025 Faker, Copyright (c) 2011-2020 Marak Squires",
                    List.of(),
                    List.of()),
            new CatalogEntry(
                    "spoken-digits",
                    "2,209 spoken digits in 4 voices with known factors, 0.5 s at 8 kHz, 10 classes",
                    "BSD-like, Copyright (c) 1999-2001 Carnegie Mellon University; spoken by flite",
                    List.of(),
                    List.of()),
            new CatalogEntry(
                    "tones",
                    "1,147 recorded syllables of Mandarin with known factors, 0.5 s at 8 kHz, 4 classes by tone",
                    "CC BY 3.0, ChionMeilin, spoken by Chu Lo",
                    List.of(),
                    List.of()),
            new CatalogEntry(
                    "notes",
                    "1,440 notes of instruments with known factors, 0.5 s at 8 kHz, 8 classes",
                    "MIT, Copyright (c) 2000-2002, 2008 Frank Wen; played on FluidR3 GM",
                    List.of(),
                    List.of()),
            new CatalogEntry(
                    SHAPES.name(),
                    "10,000 + 2,000 drawn color 64x64 scenes with known factors, 4 classes",
                    "Apache-2.0, drawn by Duello",
                    SHAPES.classes(),
                    List.of()),
            new CatalogEntry(
                    FACES.name(),
                    "10,000 + 2,000 drawn color 64x64 avatars with known factors, 4 classes",
                    "CC BY 4.0, ToonHead by Johan Melin; parts put together by Duello",
                    FACES.classes(),
                    List.of()),
            new CatalogEntry(
                    "furniture",
                    "793 shapes of furniture and things at home, 32x32x32 voxels, 17 classes",
                    "CC BY 3.0 and CC0, by the creators that CREDITS.tsv beside it names",
                    List.of(),
                    List.of()),
            new CatalogEntry(
                    MOVING_SHAPES.name(),
                    "4,000 + 1,000 drawn color clips of 16 frames of 32x32 with known factors, 12 classes",
                    "Apache-2.0, drawn by Duello",
                    MOVING_SHAPES.classes(),
                    List.of()),
            new CatalogEntry(
                    TURNTABLES.name(),
                    "1,905 + 474 color clips of 16 frames of 32x32, in which the shapes of furniture turn once, 17 classes",
                    "CC BY 3.0 and CC0, as furniture; rendered by Duello",
                    List.of(),
                    List.of()));

    private DatasetCatalog() {}

    /** All entries; nothing is looked for on the disk. */
    public static List<CatalogEntry> entries() {
        return ENTRIES;
    }

    public static Optional<CatalogEntry> find(String name) {
        return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The set of this name, if it is one that a program draws. */
    public static Optional<DrawnSet> drawn(String name) {
        return Stream.of(SHAPES, FACES, MOVING_SHAPES, TURNTABLES)
                .filter(set -> set.name().equals(name))
                .findFirst();
    }

    private static CatalogEntry fluentEmoji(String name, String description) {
        return new CatalogEntry(name, description, "MIT, Copyright (c) Microsoft Corporation", List.of(), List.of());
    }

    private static CatalogFile file(String folder, String name, String sha256, long bytes) {
        return new CatalogFile(name, URI.create(folder + name), sha256, bytes);
    }
}
