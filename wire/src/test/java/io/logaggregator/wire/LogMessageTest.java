package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.wire.Messages.OFFSET;
import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.RECEIVED_AT;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.rejected;
import static io.logaggregator.wire.Messages.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogMessageTest {

    @Test
    void object_isDecodedWithEveryField() {
        LogEvent event = only(decode(sample("log-full.json")));

        Instant observedAt = Instant.parse("2026-11-23T20:15:30.123456Z");
        assertThat(event)
                .isEqualTo(new LogEvent(
                        EventId.of(0, OFFSET, 0, observedAt),
                        observedAt,
                        RECEIVED_AT,
                        QUEUED_AT,
                        "web-01.example.net",
                        Level.ERROR,
                        "Payment of order 81723 failed: upstream timed out after 3000 ms",
                        LogTexts.of("production", "shop", "payment", "4bf92f3577b34da6a3ce929d0e0e4736"),
                        List.of("payment", "timeout"),
                        new JsonObject("{\"status\":504,\"duration_ms\":3001.5,"
                                + "\"upstream\":{\"host\":\"psp-2\",\"retries\":[1,2]},"
                                + "\"thread\":\"http-nio-8080-exec-7\",\"customer\":\"Zoë \\\"Z\\\" Ünal\"}")));
    }

    @Test
    void object_requiresOnlyMessage() {
        LogEvent event = only(decode("{\"message\":\"hello\"}"));

        assertThat(event)
                .isEqualTo(new LogEvent(
                        EventId.of(0, OFFSET, 0, QUEUED_AT),
                        QUEUED_AT,
                        RECEIVED_AT,
                        QUEUED_AT,
                        "unknown",
                        Level.INFO,
                        "hello",
                        LogTexts.EMPTY,
                        List.of(),
                        JsonObject.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            web-7                                  | web-7
            {"host":"web-7"}                       | web-7
            {"id":{"host":"x"},"hostname":"web-7"} | web-7
            "web-7"                                | web-7
            " web-7 "                              | web-7
            {"id":7}                               | unknown
            {"host":{"name":"web-7"}}              | unknown
            {"host":"web-7"} x                     | unknown
            {"host                                 | unknown
            "web\\n7"                            | unknown
            \u202Eweb-7                           | unknown
            web\u00017                            | unknown
            2b0f3c9e-6a55-4d5f-9f54-0d2a3f1c9b11   | unknown
            2B0F3C9E-6A55-4D5F-9F54-0D2A3F1C9B11   | unknown
            """)
    void host_ofKey(String key, String host) {
        Decoded decoded = WireFormat.LOG.decoder().decode(message(key.getBytes(UTF_8), "line".getBytes(UTF_8)));

        assertThat(events(decoded)).extracting(LogEvent::host).containsExactly(host);
    }

    @Test
    void hostOfBinaryKey_isUnknown() {
        for (byte[] key : List.of(new byte[8], new byte[] {0, 0, 1, -112, -14, 7, 5, 3}, new byte[] {-1, -2, 'a'})) {
            assertThat(events(WireFormat.LOG.decoder().decode(message(key, "line".getBytes(UTF_8)))))
                    .extracting(LogEvent::host)
                    .containsExactly("unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\\nb", "\\u001b[31ma\\u001b[0mb", "\u202Eab", "a\u2066b", "a\u200fb", "a\\u0085b", "ab\\u001b["
            })
    void controlsOfNames_areRemoved(String name) {
        LogEvent event = only(decode("{\"message\":\"m\",\"host\":\"" + name + "\",\"application\":\"" + name
                + "\",\"environment\":\"" + name + "\",\"component\":\"" + name + "\"}"));

        assertThat(event.host()).isEqualTo("ab");
        assertThat(event.texts()).isEqualTo(LogTexts.of("ab", "ab", "ab", ""));
        assertThat(event.attributes()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void host_defaultsToKey() {
        Decoded decoded = WireFormat.LOG
                .decoder()
                .decode(message("web-9".getBytes(UTF_8), "{\"message\":\"hello\"}".getBytes(UTF_8)));

        assertThat(only(decoded).host()).isEqualTo("web-9");
    }

    @Test
    void array_isAnEventPerElement() {
        Decoded decoded = decode(sample("log-array.json"));

        assertThat(events(decoded)).extracting(LogEvent::level).containsExactly(Level.ERROR, Level.INFO, Level.ERROR);
        assertThat(events(decoded))
                .extracting(LogEvent::observedAt)
                .containsExactly(
                        Instant.ofEpochSecond(1795464930),
                        Instant.ofEpochMilli(1795464930123L),
                        Instant.ofEpochMilli(1795464930500L));
        assertThat(events(decoded)).extracting(LogEvent::id).doesNotHaveDuplicates();
        assertThat(events(decoded).getLast().tags()).containsExactly("disk");
    }

    @Test
    void array_rejectsInvalidElementWithItsBytes() {
        Decoded decoded = decode("[{\"message\":\"a\"}, {\"mess\":tru}, {\"level\":\"INFO\"} ,7,{\"message\":\"b\"}]");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("a", "b");
        assertThat(rejected(decoded)).containsExactly("{\"mess\":tru}", "{\"level\":\"INFO\"}", "7");
        assertThat(reasons(decoded)).containsExactly(MALFORMED, INCOMPLETE, MALFORMED);
    }

    @Test
    void array_keepsValidElementsBeforeInvalidTail() {
        Decoded decoded = decode("[{\"message\":\"a\"}, {\"message\":\"b\"}, {\"message\":\"c");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("a", "b");
        assertThat(rejected(decoded)).containsExactly("{\"message\":\"c");
    }

    @Test
    void consecutiveObjects_areAnEventEach() {
        Decoded decoded = decode("{\"message\":\"a\"}\n{\"message\":b}\n{\"message\":\"c\"}\n");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("a", "c");
        assertThat(rejected(decoded)).containsExactly("{\"message\":b}");
    }

    @Test
    void emptyArray_isIgnored() {
        assertThat(decode(" [ ] ")).isEqualTo(Decoded.NOTHING);
    }

    @Test
    void metadata_joinsUnknownFields() {
        LogEvent event = only(decode("{\"a\":1,\"metadata\":{\"status\":500},\"message\":\"m\",\"b\":[true,null]}"));

        assertThat(event.attributes().text()).isEqualTo("{\"a\":1,\"status\":500,\"b\":[true,null]}");
    }

    @Test
    void wrongType_becomesAnAttribute() {
        LogEvent event =
                only(decode("{\"message\":12.50,\"host\":{\"id\":\"h\"},\"level\":\"loud\",\"timestamp\":\"soon\"}"));

        assertThat(event.message()).isEqualTo("12.50");
        assertThat(event.host()).isEqualTo("unknown");
        assertThat(event.level()).isEqualTo(Level.INFO);
        assertThat(event.observedAt()).isEqualTo(QUEUED_AT);
        assertThat(event.attributes().text())
                .isEqualTo("{\"host\":{\"id\":\"h\"},\"level\":\"loud\",\"timestamp\":\"soon\"}");
    }

    @Test
    void tags_areWordsWithoutDuplicates() {
        Decoded decoded = decode("{\"message\":\"m\",\"tags\":[\"a\",\" b \",\"a\",{\"c\":1},7]}");

        assertThat(only(decoded).tags()).containsExactly("a", "b", "7");
        assertThat(decoded.droppedParts()).isEqualTo(1);
    }

    @Test
    void duplicateNames_lastCounts() {
        LogEvent event = only(decode("{\"message\":\"a\",\"message\":\"b\",\"host\":\"x\",\"host\":\"y\"}"));

        assertThat(event.message()).isEqualTo("b");
        assertThat(event.host()).isEqualTo("y");
    }

    @Test
    void longName_isNotAHost() {
        LogEvent event = only(decode("{\"message\":\"m\",\"host\":\"" + "h".repeat(256) + "\"}"));

        assertThat(event.host()).isEqualTo("unknown");
        assertThat(event.attributes().text()).contains("hhh");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"warning\"', WARN",
        "'\"3\"', ERROR",
        "0, FATAL",
        "4, WARN",
        "7, DEBUG",
        "8, DEBUG",
        "9, INFO",
        "13, WARN",
        "21, FATAL",
        "25, INFO",
        "-1, INFO",
        "1.5, INFO",
        "true, INFO"
    })
    void level_isNameOrSeverityNumber(String written, Level level) {
        assertThat(only(decode("{\"message\":\"m\",\"level\":" + written + "}")).level())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[main] WARN cache - evicted | WARN",
                "[error] 4711#0: upstream timed out | ERROR",
                "level=\"fatal\" and more | FATAL",
                "[2026-11-23] ERROR shop - boom | ERROR",
                "[{main}] INFO ERROR in one | INFO",
                "an error in lower case is a word | INFO",
                "42 | INFO",
                "\"text\" | INFO",
                "[1,2] | INFO",
            })
    void textThatIsNotJson_isAPlainLine(String line, Level level) {
        LogEvent event = only(decode(line));

        assertThat(event.message()).isEqualTo(line);
        assertThat(event.level()).isEqualTo(level);
        assertThat(event.observedAt()).isEqualTo(QUEUED_AT);
    }

    @Test
    void plainLine_keepsIndentWithoutLineEnd() {
        assertThat(only(decode("\tat Shop.pay(Shop.java:12)\r\n")).message()).isEqualTo("\tat Shop.pay(Shop.java:12)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{not json}", "{\"message\":\"a\"", "{\"message\":\"a\" \"b\"}", "[{\"message\":\"a\""})
    void invalidJson_isRejectedAsWhole(String value) {
        Decoded decoded = decode(value);

        assertThat(decoded.observations()).isEmpty();
        assertThat(reasons(decoded)).containsExactly(MALFORMED);
        assertThat(rejected(decoded)).containsExactly(value);
    }

    private static Decoded decode(String value) {
        return Messages.decode(WireFormat.LOG, value);
    }

    private static Decoded decode(byte[] value) {
        return Messages.decode(WireFormat.LOG, value);
    }

    private static LogEvent only(Decoded decoded) {
        assertThat(decoded.rejections()).isEmpty();
        assertThat(events(decoded)).hasSize(1);
        return events(decoded).getFirst();
    }
}
