import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** See between.sh. Arguments: the studio's address, its process, a run's name, and how many images. */
class Between {
    static final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) throws Exception {
        String run = arguments[0] + "api/runs/" + arguments[2];
        ProcessHandle studio = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
        int count = Integer.parseInt(arguments[3]);
        Matcher checkpoint = Pattern.compile("\"checkpoints\":\\[\\{\"name\":\"([^\"]+)\"").matcher(get(run));
        if (!checkpoint.find()) {
            throw new IllegalStateException("The run has no checkpoint.");
        }
        String images = run + "/checkpoints/" + checkpoint.group(1) + "/images?truncation=1&z=";
        for (int round = 0; round < 5; round++) {
            double before = seconds(studio);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                double angle = Math.PI / 2 * i / count;
                get(images + String.format(Locale.ROOT, "1.0*%.4f,1.1*%.4f", Math.cos(angle), Math.sin(angle)));
            }
            System.out.printf(Locale.ROOT, "%5.1f images/s, %.1f ms of the studio's processor each%s%n",
                    count / ((System.nanoTime() - start) / 1e9), 1000 * (seconds(studio) - before) / count,
                    round == 0 ? ", the first ones" : "");
        }
    }

    static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    static String get(String address) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }
}
