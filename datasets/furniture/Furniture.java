import dev.duello.data.voxel.VoxelDecoder;
import dev.duello.data.voxel.VoxelFiles;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.data.voxel.VoxelGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes furniture.zip and CREDITS.tsv of the unpacked libraries of Sweet Home 3D: see make.sh. */
public final class Furniture {
    private static final int SIDE = 32;

    /** Named after products, which nobody gave away, or pictures of money. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "apple i.*|chevrolet|ford focus|peugeot.*|renault.*|seat leon|smart car|vw .*|yamaha.*|playstation"
                    + "|rubik.*|bill \\d+.*|jacuzzi");

    /** The first that is found in the name is the class. */
    private static final Map<String, Pattern> CLASSES = new LinkedHashMap<>();

    static {
        put("person", "female|\\bmale|boy|girl|mannequin|doll\\b");
        put("lamp", "lamp|light|chandelier|lantern|candle|spotlight|fluorescent");
        put("plant", "plant|tree|acacia|bamboo|bonsai|bush|cactus|cypress|ficus|flower|hedge|maple|orchid|palm|pine|poplar"
                + "|spathiphyllum|tulip|lily|yucca|beech|blossom");
        put("cabinet", "cabinet|bookcase|wardrobe|chest|cupboard|dresser|drawer|locker|shel(f|ves)|vanity|tv stand|safe\\b");
        put("sofa", "sofa|couch|futon|bank\\b");
        put("bed", "\\bbed\\b|crib|mattress|hammock|lounge|sleeping bag");
        put("chair", "chair|stool|bench|seat|ottoman|puff\\b");
        put("table", "table(?!t)|desk|island\\b|workbench");
        put("door-window", "door|window|shutter|blind|curtain");
        put("vehicle", "car\\b|car model|bus|bike|bicycle|truck|van\\b|sedan|suv|scooter|motorbike|biplane|boat|tricycle|stroller"
                + "|fork lift|train|wheelbarrow");
        put("sanitary", "bath(?!mat)|bidet|washbasin|sink|shower|toilets|urinal|lavatory|basin|potty");
        put("appliance", "oven|fridge|refrigerator|freezer|washing machine|dryer|cooker|cooktop|stove|hood|microwave|toaster|boiler"
                + "|water heater|radiator|air conditioning|furnace|fryer|brewer|coffee ma|blender|mixer|grinder|fan\\b");
        put("switch-plug", "switch|plug|socket|intercom|detector");
        put("kitchenware", "bottle|bowl|glass|cup|plate|pan\\b|pot\\b|knife|fork|spoon|mug|kettle|tray|jar|shaker|vase|flacon"
                + "|creamer|pottery");
        put("electronics", "tv\\b|laptop|phone|radio|stereo|speaker|screen|camera|keyboard|printer|projector|player|tablet|mp3"
                + "|joystick|television|cctv|headphones");
        put("animal", "dog\\b|cat\\b|horse|deer|rabbit|bear|chicken|bulldog");
    }

    private static void put(String name, String pattern) {
        CLASSES.put(name, Pattern.compile(pattern));
    }

    /** The libraries, and the license of each as the package states it. */
    private static final Map<String, String> LIBRARIES = new LinkedHashMap<>();

    static {
        LIBRARIES.put("KatorLegaz", "CC BY 3.0 US");
        LIBRARIES.put("Reallusion", "CC BY 3.0 US");
        LIBRARIES.put("Scopia", "CC BY 3.0");
        LIBRARIES.put("BlendSwap-CC-BY", "CC BY 3.0");
        LIBRARIES.put("BlendSwap-CC-0", "CC0");
    }

    private Furniture() {}

    private record Model(String name, String creator, String license, String library, byte[] binvox) {}

    /** @param arguments the folder with a folder for each library, and where to write */
    public static void main(String[] arguments) throws Exception {
        Path libraries = Path.of(arguments[0]);
        Path out = Path.of(arguments[1]);
        VoxelFormat format = new VoxelFormat(SIDE, 1);
        Map<String, Model> models = new TreeMap<>();
        Set<String> grids = new HashSet<>();
        int copies = 0;
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            Path folder = libraries.resolve(library.getKey());
            Properties catalog = new Properties();
            try (var in = Files.newInputStream(folder.resolve("PluginFurnitureCatalog.properties"))) {
                catalog.load(in);
            }
            for (int i = 1; catalog.containsKey("model#" + i); i++) {
                String name = catalog.getProperty("name#" + i);
                if (LEFT_OUT.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                    continue;
                }
                String model = catalog.getProperty("model#" + i).substring(1);
                byte[] obj = Files.readAllBytes(folder.resolve(model));
                String rotation = catalog.getProperty("modelRotation#" + i);
                VoxelDecoder.Decoded decoded =
                        VoxelDecoder.read(rotation == null ? obj : turned(obj, rotation.strip().split("\\s+")), format);
                byte[] stored = decoded.stored();
                if (!grids.add(new String(stored, StandardCharsets.ISO_8859_1))) {
                    copies++;
                    continue;
                }
                String file = model.replaceFirst(".*/", "").replaceFirst("\\.obj$", "").toLowerCase(Locale.ROOT);
                String key = classOf(name) + "/" + library.getKey().toLowerCase(Locale.ROOT) + "-" + file + ".binvox";
                models.put(
                        key,
                        new Model(
                                name,
                                catalog.getProperty("creator#" + i),
                                library.getValue(),
                                library.getKey(),
                                VoxelFiles.binvox(VoxelGrid.of(format, MemorySegment.ofArray(stored)))));
            }
        }
        write(out, models);
        System.out.println(models.size() + " models, " + copies + " copies left out");
    }

    private static String classOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CLASSES.entrySet().stream()
                .filter(each -> each.getValue().matcher(lower).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("other");
    }

    /** Corners times a matrix of three rows. */
    private static byte[] turned(byte[] obj, String[] matrix) {
        StringBuilder text = new StringBuilder();
        for (String line : new String(obj, StandardCharsets.ISO_8859_1).split("\\r?\\n")) {
            if (line.startsWith("v ")) {
                String[] words = line.strip().split("\\s+");
                List<String> turned = new ArrayList<>();
                for (int row = 0; row < 3; row++) {
                    double sum = 0;
                    for (int column = 0; column < 3; column++) {
                        sum += Double.parseDouble(matrix[3 * row + column]) * Double.parseDouble(words[column + 1]);
                    }
                    turned.add(String.valueOf((float) sum));
                }
                text.append("v ").append(String.join(" ", turned)).append('\n');
            } else {
                text.append(line).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same models give the same bytes. */
    private static void write(Path out, Map<String, Model> models) throws IOException {
        StringBuilder credits = new StringBuilder("file\tname\tcreator\tlicense\tlibrary\n");
        try (OutputStream file = Files.newOutputStream(out.resolve("furniture.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(9);
            for (Map.Entry<String, Model> each : models.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(each.getValue().binvox);
                zip.closeEntry();
                Model model = each.getValue();
                credits.append(String.join(
                                "\t", each.getKey(), model.name, model.creator, model.license, model.library))
                        .append('\n');
            }
        }
        Files.writeString(out.resolve("CREDITS.tsv"), credits);
    }
}
