package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latents that were found for photos, by name, as long as the studio runs. The last ones are kept. Thread-safe. */
final class Photos {
    private static final int KEPT = 256;
    private static final int DIGITS = 12;

    private final Map<String, float[]> latents = new LinkedHashMap<>(16, 0.75f, true);

    /** The name of a photo in a checkpoint: the same each time, so that an address with it works again once it is dropped again. */
    static String name(Path run, String checkpoint, byte[] file) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((run.getFileName() + "/" + checkpoint).getBytes(StandardCharsets.UTF_8));
            return "p" + HexFormat.of().formatHex(hash.digest(file)).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void keep(String name, float[] latent) {
        latents.put(name, latent);
        if (latents.size() > KEPT) {
            latents.remove(latents.keySet().iterator().next());
        }
    }

    /** @throws HttpException when there is none, or it is of a checkpoint with other latents */
    synchronized float[] latent(String name, int length) {
        float[] latent = latents.get(name);
        if (latent == null || latent.length != length) {
            throw HttpException.notFound(
                    "The latent of this photo is not known here any more, or is of another checkpoint. Drop the photo again.");
        }
        return latent;
    }
}
