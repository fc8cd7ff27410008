import module java.base;
import module java.desktop;

/**
 * Makes folders of images that are hard to learn from: {@code java Data.java FOLDER}. Drawn are ellipses and boxes of random
 * size, place and shade.
 */
void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Random random = new Random(1);
    BufferedImage same = drawn(random, 32, 32, BufferedImage.TYPE_BYTE_GRAY, true);
    for (int i = 0; i < 500; i++) {
        write(drawn(random, 32, 32, BufferedImage.TYPE_BYTE_GRAY, random.nextBoolean()), root, "few", i);
        write(same, root, "one-image", i);
        write(new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY), root, "all-black", i);
        write(drawn(random, 64, 48, BufferedImage.TYPE_BYTE_GRAY, random.nextBoolean()), root, "48x64", i);
        write(drawn(random, 32, 32, BufferedImage.TYPE_4BYTE_ABGR, random.nextBoolean()), root, "rgba", i);
    }
    for (int i = 0; i < 1000; i++) {
        boolean rare = i % 100 == 0;
        write(drawn(random, 32, 32, BufferedImage.TYPE_BYTE_GRAY, rare), root, "99-to-1/" + (rare ? "box" : "ellipse"), i);
    }
}

static BufferedImage drawn(Random random, int width, int height, int type, boolean box) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(80 + random.nextInt(176), 80 + random.nextInt(176), 80 + random.nextInt(176)));
    int w = width / 4 + random.nextInt(width / 2);
    int h = height / 4 + random.nextInt(height / 2);
    int x = random.nextInt(width - w);
    int y = random.nextInt(height - h);
    if (box) {
        graphics.fillRect(x, y, w, h);
    } else {
        graphics.fillOval(x, y, w, h);
    }
    graphics.dispose();
    return image;
}

static void write(BufferedImage image, Path root, String folder, int i) throws IOException {
    Path directory = Files.createDirectories(root.resolve(folder));
    ImageIO.write(image, "png", directory.resolve(i + ".png").toFile());
}
