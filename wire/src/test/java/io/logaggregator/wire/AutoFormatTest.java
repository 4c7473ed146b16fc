package io.logaggregator.wire;

import static io.logaggregator.wire.Messages.OFFSET;
import static io.logaggregator.wire.Messages.PARTITION;
import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.RECEIVED_AT;
import static io.logaggregator.wire.Messages.decode;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.queue.Message;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoFormatTest {

    @ParameterizedTest
    @ValueSource(strings = {"agent-f1.json", "agent-f2.json", "agent-f3.json"})
    void auto_readsAgentMessages(String name) {
        assertThat(decode(WireFormat.AUTO, sample(name))).isEqualTo(decode(WireFormat.AGENT, sample(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-full.json", "log-array.json", "log-plain.txt"})
    void auto_readsLogMessages(String name) {
        assertThat(decode(WireFormat.AUTO, sample(name))).isEqualTo(decode(WireFormat.LOG, sample(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent-f1.json", "agent-f2.json", "agent-f3.json"})
    void auto_readsWrappedAgentMessages(String name) {
        String report = new String(sample(name), UTF_8);

        assertThat(decode(WireFormat.AUTO, "{\"data\":" + report + "}")).isEqualTo(decode(WireFormat.AGENT, report));
    }

    @Test
    void auto_distinguishesElementsOfArray() {
        Decoded decoded = decode(WireFormat.AUTO, """
                [{"message": "m", "metrics": {"took": 3}},
                 {"timestamp": "2026-11-23T20:15:30Z", "host": {"hostname": "h"}, "metrics": {"cpu_usage": 3}}]""");

        assertThat(decoded.observations()).hasExactlyElementsOfTypes(LogEvent.class, MetricSample.class);
    }

    @Test
    void parse_isCaseInsensitiveAndListsFormats() {
        assertThat(WireFormat.parse(" Auto ")).isEqualTo(WireFormat.AUTO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireFormat.parse("xml"))
                .withMessage("format: xml (expected: one of " + WireFormat.names() + ")");
    }

    @Test
    void text_isPlainLineEvenIfJson() {
        Decoded decoded = decode(WireFormat.parse("text"), "{\"message\": \"m\"}");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("{\"message\": \"m\"}");
        assertThat(decode(WireFormat.parse("text"), " ").rejections()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"text, {}", "xml, m", ", m"})
    void formatInHeader_replacesThatOfTopic(@Nullable String header, String message) {
        byte[] value = "text".equals(header) ? "{}".getBytes(UTF_8) : "{\"message\": \"m\"}".getBytes(UTF_8);
        Message sent = new Message(PARTITION, OFFSET, QUEUED_AT, RECEIVED_AT, null, value, header, null, 0);

        Decoded decoded = WireFormat.LOG.topicDecoder(ZoneOffset.UTC).decode(sent);

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"m\"}}]}]}]}",
                " { \"streams\" : [{\"stream\":{\"app\":\"a\"},\"values\":[[\"1795464000000000000\",\"m\"]]}]}",
                "{\"data\":{\"message\":\"m\",\"metrics\":{}}}",
                "{\"msg\":\"m\",\"metrics\":{}}"
            })
    void otherDocuments_areRecognized(String document) {
        for (WireFormat format : List.of(WireFormat.AUTO, WireFormat.LOG)) {
            assertThat(Messages.events(decode(format, document)))
                    .extracting(LogEvent::message)
                    .containsExactly("m");
        }
    }
}
