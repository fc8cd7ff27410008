package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.duello.gan.diagnosis.Symptom;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/guide/events.md} tells all that a log can hold, and its excerpt is what is written. */
class EventsGuideTest {
    @Test
    void the_page_has_a_row_with_all_fields_for_each_event() throws IOException {
        String page = page();
        for (JsonSubTypes.Type type :
                TrainingEvent.class.getAnnotation(JsonSubTypes.class).value()) {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + type.name() + "` |"))
                    .findFirst()
                    .orElse("");
            assertThat(row).as(type.name()).isNotEmpty();
            for (RecordComponent field : type.value().getRecordComponents()) {
                if (!field.getName().equals("images")) {
                    assertThat(row).contains("`" + field.getName() + "`");
                }
            }
        }
        assertThat(page).contains("`images`");
    }

    @Test
    void the_page_names_all_statistics_symptoms_and_reasons() throws IOException {
        String page = page();
        LearnerKinds.all().stream()
                .flatMap(kind -> kind.statistics().stream())
                .forEach(statistic -> assertThat(page).contains("`" + statistic.key() + "`"));
        for (Symptom symptom : Symptom.values()) {
            assertThat(page).contains("`" + symptom + "`");
        }
        for (TrainingEvent.Stopped.Reason reason : TrainingEvent.Stopped.Reason.values()) {
            assertThat(page).contains("`" + ObjectMappers.JSON.convertValue(reason, String.class) + "`");
        }
    }

    @Test
    void the_excerpt_of_the_page_is_as_events_are_written() throws IOException {
        var excerpt = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page());
        assertThat(excerpt.find()).isTrue();
        for (String line : excerpt.group(1).lines().toList()) {
            TrainingEvent event = ObjectMappers.JSON.readValue(line, TrainingEvent.class);
            assertThat(ObjectMappers.JSON.writerFor(TrainingEvent.class).writeValueAsString(event))
                    .isEqualTo(line);
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/guide/events.md"));
    }
}
