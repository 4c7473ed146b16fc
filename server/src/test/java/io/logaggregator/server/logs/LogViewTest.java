package io.logaggregator.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogViewTest {

    private static final LogEvent EVENT = new LogEvent(
            new UUID(0, 1),
            Instant.EPOCH,
            Instant.EPOCH,
            "web-1",
            Level.INFO,
            "hello",
            LogTexts.of(Text.ALL.stream().map(Text::label).toArray(String[]::new)),
            List.of(),
            JsonObject.EMPTY);

    private final JsonMapper mapper = new JsonMapper();

    @Test
    void json_holdsEveryText() {
        JsonNode json = mapper.readTree(new LogView.LogJson(mapper).of(EVENT));

        assertThat(Text.ALL)
                .allSatisfy(
                        field -> assertThat(json.path(field.label()).asString()).isEqualTo(field.label()));
    }

    @Test
    void csvHead_namesMembersOfJson() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ExportFormat.CSV.writeHead(head);

        JsonNode json = mapper.readTree(new LogView.LogJson(mapper).of(EVENT));
        assertThat(head.toString(UTF_8).strip().split(",")).containsExactlyElementsOf(json.propertyNames());
    }

    @Test
    void describedMessage_namesEveryText() throws IOException {
        JsonNode described =
                mapper.readTree(new ClassPathResource("openapi/LogMessage.json").getContentAsString(UTF_8));

        assertThat(described.path("properties").propertyNames())
                .containsAll(Text.ALL.stream().map(Text::label).toList());
    }
}
