package dev.duello.app.studio.http;

import com.sun.net.httpserver.HttpExchange;
import dev.duello.data.DataException;
import dev.duello.explain.ExplainException;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import dev.duello.torch.TorchException;
import dev.duello.train.TrainingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when something goes wrong: a status and a sentence. */
final class Failure {
    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private Failure() {}

    static Content of(HttpExchange exchange, RuntimeException problem) {
        return switch (problem) {
            case HttpException refusal -> Content.error(refusal);
            case DataException e -> told(e);
            case TrainingException e -> told(e);
            case SettingException e -> told(e);
            case ShapeException e -> told(e);
            case TorchException e -> told(e);
            case ExplainException e -> told(e);
            default -> {
                log.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), problem);
                yield Content.error(500, "This is a bug in Duello; see the terminal for details.");
            }
        };
    }

    private static Content told(RuntimeException problem) {
        return Content.error(422, String.valueOf(problem.getMessage()));
    }
}
