package dev.duello.nn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/**
 * Architectures as JSON. Unlike settings, nothing unknown is passed over: a layer that computes something else than it says
 * would make other images without a word. What is missing is 0 or false: a layer that gets another setting takes that for what
 * it was before there was the setting.
 */
final class ArchitectureJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .build();

    private ArchitectureJson() {}

    static String write(Architecture architecture) {
        try {
            return JSON.writeValueAsString(architecture);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ShapeException when it is none that this version knows */
    static Architecture read(String json) {
        try {
            Architecture read = JSON.readValue(json, Architecture.class);
            if (read == null) {
                throw new ShapeException("it describes no network");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new ShapeException("it describes a network that this version of Duello does not know ("
                    + e.getOriginalMessage().lines().findFirst().orElse("") + ")");
        }
    }
}
