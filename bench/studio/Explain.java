import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** See explain.sh. Arguments: the studio's address, its process, a run's name, how many images, and a photo. */
class Explain {
    static final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static String token;
    static ProcessHandle studio;

    public static void main(String[] arguments) throws Exception {
        token = arguments[0].replaceAll(".*token=", "");
        studio = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
        String run = arguments[0].replaceAll("\\?.*", "") + "api/runs/" + arguments[2];
        int count = Integer.parseInt(arguments[3]);
        String checkpoint = run + "/checkpoints/" + found("\"checkpoints\":\\[\\{\"name\":\"([^\"]+)\"", get(run));
        timed("directions, found and measured", () -> post(checkpoint + "/directions?method=sefa", null));
        for (int round = 0; round < 5; round++) {
            double before = seconds();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                get(checkpoint + String.format(Locale.ROOT, "/images?z=1.0&move=sefa-1:%.2f", 6.0 * i / count - 3));
            }
            System.out.printf(Locale.ROOT, "%5.1f images/s along a direction, %.1f ms of the studio's processor each%s%n",
                    count / ((System.nanoTime() - start) / 1e9), 1000 * (seconds() - before) / count,
                    round == 0 ? ", the first ones" : "");
        }
        Path photo = Path.of(arguments[4]);
        for (int round = 0; round < 3; round++) {
            String answer = timed("search for the latent of a photo", () -> post(checkpoint + "/photo", photo));
            System.out.println("    " + found("\"starts\":(\\d+)", answer) + " starts of " + found("\"steps\":(\\d+)", answer)
                    + " steps, PSNR " + found("\"psnr\":([0-9.]{1,5})", answer) + " dB");
        }
        for (String method : new String[] {"integrated-gradients", "occlusion", "grad-cam", "smooth-grad"}) {
            timed("heat map, " + method, () -> get(checkpoint + "/heat?z=1.0&method=" + method));
        }
        Matcher layers = Pattern.compile("\"index\":(\\d+),\"name\":\"([^\"]+)\",\"units\":(\\d+)").matcher(get(checkpoint + "/layers"));
        while (layers.find()) {
            String layer = layers.group(1);
            timed("units of " + layers.group(2) + ", of which there are " + layers.group(3),
                    () -> get(checkpoint + "/units?z=1.0&region=0.375,0.375,0.625,0.625&layer=" + layer));
        }
    }

    interface Asked {
        String answer() throws Exception;
    }

    static String timed(String what, Asked asked) throws Exception {
        double before = seconds();
        long start = System.nanoTime();
        String answer = asked.answer();
        System.out.printf(Locale.ROOT, "%6.2f s, processor %6.2f s: %s%n", (System.nanoTime() - start) / 1e9, seconds() - before, what);
        return answer;
    }

    static double seconds() {
        return studio.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in " + text.substring(0, Math.min(300, text.length())));
        }
        return matcher.group(1);
    }

    static String get(String address) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address)).build());
    }

    static String post(String address, Path file) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("X-Duello-Token", token)
                .POST(file == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofFile(file))
                .build());
    }

    static String send(HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }
}
