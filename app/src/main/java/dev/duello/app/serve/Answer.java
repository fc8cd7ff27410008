package dev.duello.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent back.
 *
 * @param headers besides the type and length of the body
 * @param model which model was asked, for the log; empty when none was
 * @param images how many samples were made or looked at
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers, String model, int images) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(String type, byte[] body) {
        return new Answer(200, type, body, Map.of(), "", 0);
    }

    static Answer json(Object value) {
        return json(200, value);
    }

    static Answer json(int status, Object value) {
        try {
            return new Answer(status, "application/json", JSON.writeValueAsBytes(value), Map.of(), "", 0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The form that the Open Inference Protocol gives to errors. */
    static Answer error(int status, String sentence) {
        return json(status, Map.of("error", sentence));
    }

    static Answer error(ServiceException e) {
        Answer answer = error(e.status(), String.valueOf(e.getMessage()));
        return e.retryAfterSeconds() == 0 ? answer : answer.with("Retry-After", String.valueOf(e.retryAfterSeconds()));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, more, model, images);
    }

    /** The same with what the log tells of it. */
    Answer of(String model, int images) {
        return new Answer(status, type, body, headers, model, images);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
