package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.agent.lines.LogLine;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.line.ContainerLine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineMessagesTest {

    private static final Instant READ_AT = Instant.parse("2026-11-29T16:00:00Z");
    private static final Path FILE = Path.of("/var/log/shop.log");

    private final LineMessages messages = new LineMessages("web-1", "logs", Optional.empty(), ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"x\"}",
                "  {\"message\":\"x\",\"level\":\"error\"}  ",
                "{\"message\":\"x\",\"ratio\":NaN}",
                "{\"message\":\"a\tb\"}",
                "{\"message\":\"x\",\"id\":9007199254740993,\"d\":0.10,\"host\":\"web-9\",\"application\":\"cart\"}",
                "{\"timestamp\":\"2026-11-29T15:42:51,123+0100\",\"message\":\"x\",\"tags\":[\"a\",\"b\"],\"level\":\"gold\"}",
                "{\"message\":\"x\",\"metadata\":{\"user\":{\"id\":7}},\"component\":\"c\",\"environment\":\"prod\",\"correlation_id\":\"1\"}",
                "[{\"message\":\"a\"},{\"message\":\"b\"}]",
                "{\"message\":\"a\"} {\"message\":\"b\"}",
                "2026-11-29T15:42:51Z ERROR plain",
                "[main] WARN started",
                "a\u0000b \uFFFD"
            })
    void line_meansTheSameAsMessage(String line) {
        List<LogEvent> direct = decode(new OutgoingMessage("logs", "web-1".getBytes(UTF_8), line.getBytes(UTF_8)));

        List<LogEvent> sent = messages.of(line(line), FILE, READ_AT).stream()
                .flatMap(message -> decode(message).stream())
                .toList();

        assertThat(sent)
                .usingRecursiveComparison()
                .ignoringFields("id", "application", "texts", "attributes", "observedAt")
                .isEqualTo(direct);
        for (int i = 0; i < direct.size(); i++) {
            String attributes = direct.get(i).attributes().text();
            assertThat(sent.get(i).attributes().text())
                    .contains("\"log.file.path\":\"/var/log/shop.log\"")
                    .endsWith(attributes.substring(1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"msg\":1}|{\"msg\":1}",
                "{broken ERROR|{broken ERROR",
                "[1]|[1]",
                "{\"message\":\"a\"} tail|{\"message\":\"a\"} tail"
            })
    void jsonWithoutEvents_isText(String line, String message) {
        assertThat(decoded(line(line))).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo(message);
            assertThat(event.observedAt()).isEqualTo(READ_AT);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T15:42:51.123Z INFO x, 2026-11-29T15:42:51.123Z",
        "[2026-11-29T15:42:51+01:00] x, 2026-11-29T14:42:51Z",
        "2026-11-29T15:42:51.123+0000 x, 2026-11-29T15:42:51.123Z",
        "'2026-11-29T15:42:51,123Z x', 2026-11-29T15:42:51.123Z",
        "2026-11-29 15:42:51.5 +0100 x, 2026-11-29T14:42:51.5Z",
        "2026-11-29 15:42:51 UTC [42] LOG: x, 2026-11-29T15:42:51Z",
        "'2026-11-29 15:42:51,123 INFO without an offset', 2026-11-29T15:42:51.123Z",
        "2026-11-29 text, 2026-11-29T16:00:00Z",
        "text, 2026-11-29T16:00:00Z"
    })
    void text_hasTimestampAtItsStart_orTimeOfReading(String line, Instant time) {
        assertThat(decoded(line(line))).singleElement().satisfies(event -> {
            assertThat(event.observedAt()).isEqualTo(time);
            assertThat(event.message()).isEqualTo(line);
        });
    }

    @Test
    void timeWithoutZone_isInTheGivenOne() {
        var berlin = new LineMessages("web-1", "logs", Optional.empty(), ZoneId.of("Europe/Berlin"));

        assertThat(berlin.of(line("2026-11-29 15:42:51 ERROR x"), FILE, READ_AT))
                .singleElement()
                .satisfies(message -> assertThat(decode(message).getFirst().observedAt())
                        .isEqualTo(Instant.parse("2026-11-29T14:42:51Z")));
    }

    @Test
    void binaryLine_isSentAsText() {
        assertThat(decoded(new LogLine(new byte[] {1, 2, (byte) 0xFF, 3}, 4, false, Optional.empty())))
                .singleElement()
                .satisfies(event -> assertThat(event.host()).isEqualTo("web-1"));
    }

    @Test
    void containerLine_hasTimeAndStreamOfFrame() {
        Instant time = Instant.parse("2026-11-29T15:42:51Z");
        var frame = new ContainerLine(time, "stderr", false, new byte[0]);
        var line = new LogLine("{\"message\":\"x\",\"level\":\"ERROR\"}".getBytes(UTF_8), 1, true, Optional.of(frame));

        assertThat(decoded(line)).singleElement().satisfies(event -> {
            assertThat(event.observedAt()).isEqualTo(time);
            assertThat(event.tags()).containsExactly("truncated");
            assertThat(event.attributes().text()).contains("\"stream\":\"stderr\"");
        });
    }

    @Test
    void fileOfContainer_namesApplicationAndPod() {
        Path file = Path.of("/var/log/pods/prod_shop-x2x1z_1b4e28ba-2fa1-11d2-883f-0016d3cca427/pay/0.log");

        assertThat(messages.of(line("text"), file, READ_AT))
                .singleElement()
                .satisfies(message -> assertThat(decode(message).getFirst()).satisfies(event -> {
                    assertThat(event.text(LogField.Text.APPLICATION)).isEqualTo("pay");
                    assertThat(event.attributes().text())
                            .contains("\"k8s.pod.name\":\"shop-x2x1z\"", "\"k8s.namespace.name\":\"prod\"");
                }));
    }

    private List<LogEvent> decoded(LogLine line) {
        return messages.of(line, FILE, READ_AT).stream()
                .flatMap(message -> decode(message).stream())
                .toList();
    }

    private static LogLine line(String text) {
        return new LogLine(text.getBytes(UTF_8), text.length(), false, Optional.empty());
    }

    private static List<LogEvent> decode(OutgoingMessage message) {
        Decoded decoded = WireFormat.LOG
                .decoder()
                .decode(Message.unqueued(
                        new Partition("logs", "logs", 0), READ_AT, message.key(), message.value(), null));
        assertThat(decoded.rejections()).isEmpty();
        return decoded.observations().stream().map(LogEvent.class::cast).toList();
    }
}
