package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogFramesTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void countedMessages_areEvents() {
        List<LogEvent> events = events(counted("<11>1 2026-11-30T10:00:00Z web-1 shop 7 - - trace\n  at line 1")
                + counted("<14>Nov 30 10:00:01 web-1 shop[7]: next"));

        assertThat(events)
                .extracting(LogEvent::host, LogEvent::level, LogEvent::message)
                .containsExactly(tuple("web-1", Level.ERROR, "trace\n  at line 1"), tuple("web-1", Level.INFO, "next"));
        assertThat(events).extracting(LogEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void countedJsonLines_belongToTheirMessage() {
        assertThat(events(counted("<14>1 - web-1 shop - - - a\n{\"message\":\"b\"}\nc")))
                .singleElement()
                .returns("a\n{\"message\":\"b\"}\nc", LogEvent::message);
    }

    @Test
    void messageWithoutPriority_isLineOrRecord() {
        assertThat(events(counted("text") + counted("{\"level\":\"ERROR\",\"message\":\"m\"}")))
                .extracting(LogEvent::level, LogEvent::message, LogEvent::host)
                .containsExactly(tuple(Level.INFO, "text", "10.0.0.7"), tuple(Level.ERROR, "m", "10.0.0.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 apples", "0 <13>a", "12 <13>a", "12345678 <13>a", "5  <13>a", "3"})
    void otherValue_isOneLine(String value) {
        assertThat(events(value)).singleElement().returns(value, LogEvent::message);
    }

    @Test
    void objectsAndLines_areReadAsBefore() {
        assertThat(events("<11>shop: one")).singleElement().returns("one", LogEvent::message);
        assertThat(events("{\"message\":\"a\"}\n{\"message\":\"b\"}")).hasSize(2);
    }

    @Test
    void wrongLength_rejectsRest() {
        Decoded decoded = decode(counted("<14>shop: a") + "99 <14>shop: b");

        assertThat(decoded.observations()).hasSize(1);
        assertThat(decoded.rejections())
                .singleElement()
                .returns(Rejection.Reason.MALFORMED, Rejection::reason)
                .satisfies(rejection ->
                        assertThat(rejection.value()).asString(UTF_8).isEqualTo("99 <14>shop: b"));
    }

    @Test
    void timeWithoutZone_hasZoneOfSettings() {
        Decoded decoded = WireFormat.parse("syslog")
                .decoder(ZoneId.of("Europe/Berlin"))
                .decode(message(counted("<14>Nov 30 10:00:00 web-1 shop: a")), 0, Long.MAX_VALUE);

        assertThat(decoded.observations().getFirst())
                .isInstanceOfSatisfying(
                        LogEvent.class, event -> assertThat(event.observedAt()).isEqualTo("2026-11-30T09:00:00Z"));
    }

    @Test
    void parts_haveAllEvents() {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            value.append(counted("<14>shop: " + i));
        }
        List<String> messages = new ArrayList<>();
        Decoded part = WireFormat.parse("syslog").decoder().decode(message(value.toString()), 0, 10_000);
        while (true) {
            part.observations().forEach(observation -> messages.add(((LogEvent) observation).message()));
            if (part.rest().isEmpty()) {
                break;
            }
            part = part.rest().get().decode(10_000);
        }

        assertThat(messages).hasSize(1_000).startsWith("0", "1").endsWith("999");
    }

    private static String counted(String message) {
        return message.getBytes(UTF_8).length + " " + message;
    }

    private static List<LogEvent> events(String value) {
        Decoded decoded = decode(value);
        assertThat(decoded.rejections()).isEmpty();
        return decoded.observations().stream().map(LogEvent.class::cast).toList();
    }

    private static Decoded decode(String value) {
        return WireFormat.parse("syslog").decoder().decode(message(value), 0, Long.MAX_VALUE);
    }

    private static Message message(String value) {
        return Message.unqueued(
                new Partition("logs", "logs", 0), RECEIVED, "10.0.0.7".getBytes(UTF_8), value.getBytes(UTF_8), null);
    }
}
