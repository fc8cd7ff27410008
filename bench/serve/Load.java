import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks a service for images from several threads: {@code Load ADDRESS THREADS SECONDS IMAGES-A-REQUEST [FORMAT]}. */
class Load {
    public static void main(String[] arguments) throws Exception {
        URI address = URI.create(arguments[0] + "/v1/images");
        int threads = Integer.parseInt(arguments[1]);
        double seconds = Double.parseDouble(arguments[2]);
        int images = Integer.parseInt(arguments[3]);
        String format = arguments.length > 4 ? arguments[4] : "npy";
        HttpClient client = HttpClient.newHttpClient();
        System.out.printf("before: %s MB resident%n", resident(client, arguments[0]));
        // The first seconds compile the server's code.
        ask(client, address, threads, Math.min(5, seconds / 4), images, format);
        long start = System.nanoTime();
        Thread watch = Thread.ofVirtual().start(() -> watch(client, arguments[0], seconds));
        List<Double> times = ask(client, address, threads, seconds, images, format);
        watch.join();
        double taken = (System.nanoTime() - start) / 1e9;
        Collections.sort(times);
        System.out.printf(
                "%d threads, %d images a request as %s, %.0f s: %.0f images/s, %.0f requests/s, p50 %.1f ms, p99 %.1f ms, %d failed%n",
                threads, images, format, taken, times.size() * images / taken, times.size() / taken,
                times.get(times.size() / 2), times.get((int) (times.size() * 0.99)), failed);
        System.out.printf("after: %s MB resident%n", resident(client, arguments[0]));
        System.out.println("resident MB at tenths of the time: " + String.join(" ", seen));
        System.exit(failed == 0 ? 0 : 1);
    }

    private static volatile int failed;
    private static final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    /** Looks at the memory of the service ten times, the last shortly before the end. */
    private static void watch(HttpClient client, String address, double seconds) {
        try {
            for (int i = 0; i < 10; i++) {
                seen.add(resident(client, address));
                Thread.sleep((long) (seconds * 1000 / 10.5));
            }
            seen.add(resident(client, address));
        } catch (Exception e) {
            seen.add(e.toString());
        }
    }

    private static List<Double> ask(
            HttpClient client, URI address, int threads, double seconds, int images, String format) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Double> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Double>>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * 1_000_000;
                parts.add(executor.submit(() -> {
                    List<Double> times = new ArrayList<>();
                    for (int seed = first; System.nanoTime() < end; seed++) {
                        long start = System.nanoTime();
                        HttpRequest request = HttpRequest.newBuilder(address)
                                .POST(HttpRequest.BodyPublishers.ofString(String.format(
                                        "{\"n\":%d,\"seed\":%d,\"format\":\"%s\"}", images, seed, format)))
                                .build();
                        try {
                            if (client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode() == 200) {
                                times.add((System.nanoTime() - start) / 1e6);
                                continue;
                            }
                        } catch (IOException e) {
                            System.err.println(e);
                        }
                        synchronized (Load.class) {
                            failed++;
                        }
                    }
                    return times;
                }));
            }
            for (Future<List<Double>> part : parts) {
                all.addAll(part.get());
            }
        }
        return all;
    }

    private static String resident(HttpClient client, String address) throws Exception {
        String page = client.send(
                        HttpRequest.newBuilder(URI.create(address + "/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        for (String line : page.split("\n")) {
            if (line.startsWith("process_resident_memory_bytes ")) {
                return String.format("%.0f", Double.parseDouble(line.substring(line.indexOf(' ') + 1)) / 1e6);
            }
        }
        return "?";
    }
}
