import dev.duello.app.serve.Service;
import dev.duello.train.TrainedModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Images a second of the service, asked over the loopback by 16 threads for 16 images at a time, and of the loop of {@code duello sample},
 * in short turns in one process, so that what else the machine does meets both: {@code Turns RUN ROUNDS SECONDS}. Prints pairs, and the
 * median of their ratios. The client's own work is counted against the service.
 */
void main(String[] arguments) throws Exception {
    Path run = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    Service.Settings settings = new Service.Settings(
            Map.of("m", run), "127.0.0.1", 0, null, null, null, 64, Duration.ofMillis(2), 4096, Duration.ofSeconds(60));
    try (Service service = Service.open(settings, null);
            TrainedModel model = TrainedModel.open(run);
            HttpClient client = HttpClient.newHttpClient()) {
        URI address = URI.create(service.address() + "/v1/images");
        sample(model, seconds / 2);
        serve(client, address, seconds / 2);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double sampled = sample(model, seconds);
            double served = serve(client, address, seconds);
            ratios.add(served / sampled);
            System.out.printf("sample %.0f images/s, service %.0f images/s, ratio %.2f%n", sampled, served, served / sampled);
        }
        ratios.sort(null);
        System.out.printf("median ratio %.2f (%.2f to %.2f)%n", ratios.get(rounds / 2), ratios.getFirst(), ratios.getLast());
    }
}

/** Batches of 256, as the command makes them. */
double sample(TrainedModel model, double seconds) {
    long start = System.nanoTime();
    int made = 0;
    for (int seed = 0; System.nanoTime() - start < seconds * 1e9; seed++) {
        model.sample(256, seed);
        made += 256;
    }
    return made / ((System.nanoTime() - start) / 1e9);
}

double serve(HttpClient client, URI address, double seconds) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(16)) {
        List<Future<Integer>> parts = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            Callable<Integer> ask = () -> {
                int made = 0;
                while (System.nanoTime() - start < seconds * 1e9) {
                    HttpResponse<byte[]> answer = client.send(
                            HttpRequest.newBuilder(address)
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"n\":16,\"format\":\"npy\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException("status " + answer.statusCode());
                    }
                    made += 16;
                }
                return made;
            };
            parts.add(executor.submit(ask));
        }
        int made = 0;
        for (Future<Integer> part : parts) {
            made += part.get();
        }
        return made / ((System.nanoTime() - start) / 1e9);
    }
}
