package io.logaggregator.wire.log;

import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.WireFormats;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredNamesTest {

    private static final WireFormat SHOP = format(Map.of(
            "time", List.of("meta.when", "booked"),
            "level", List.of("lvl", "rec.sev"),
            "message", List.of("what"),
            "host", List.of("meta.box.name", "metadata.node"),
            "application", List.of("service.id"),
            "component", List.of("kubernetes.part"),
            "environment", List.of("stage"),
            "correlation-id", List.of("meta.flow")));

    private static WireFormat format(Map<String, List<String>> paths) {
        return WireFormat.ofNames("shop", RecordNames.of(paths));
    }

    private static LogEvent event(String value) {
        return event(SHOP, value);
    }

    private static LogEvent event(WireFormat format, String value) {
        List<LogEvent> events = events(format.decoder().decode(message(value)));
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    @Test
    void configuredPaths_areRead() {
        LogEvent event = event("""
                {"meta":{"when":"2026-11-29T15:42:51Z","box":{"name":"web-7","rack":3},"flow":"f-1"},"lvl":"fatal","what":"sold out",
                 "service":{"id":"shop"},"kubernetes":{"part":"cart"},"stage":"prod","customer":12}""");

        assertThat(event.observedAt()).isEqualTo(Instant.parse("2026-11-29T15:42:51Z"));
        assertThat(event.level()).isEqualTo(Level.FATAL);
        assertThat(event.message()).isEqualTo("sold out");
        assertThat(event.host()).isEqualTo("web-7");
        assertThat(event.texts().get(Text.APPLICATION)).isEqualTo("shop");
        assertThat(event.texts().get(Text.COMPONENT)).isEqualTo("cart");
        assertThat(event.texts().get(Text.ENVIRONMENT)).isEqualTo("prod");
        assertThat(event.texts().get(Text.CORRELATION_ID)).isEqualTo("f-1");
        assertThat(event.attributes().text()).isEqualTo("{\"meta\":{\"box\":{\"rack\":3}},\"customer\":12}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"what\":\"w\",\"message\":\"m\",\"lvl\":\"ERROR\",\"level\":\"DEBUG\",\"host\":\"a\",\"meta\":{\"box\":{\"name\":\"b\"}}}",
                "{\"message\":\"m\",\"what\":\"w\",\"level\":\"DEBUG\",\"lvl\":\"ERROR\",\"meta.box.name\":\"b\",\"host.name\":\"a\"}",
                "{\"WHAT\":\"w\",\"LVL\":\"error\",\"severityNumber\":5,\"META\":{\"Box.Name\":\"b\"},\"hostname\":\"a\"}",
                "{\"what\":\"w\",\"lvl\":3,\"level\":\"INFO\",\"metadata\":{\"node\":\"b\"},\"host\":{\"name\":\"a\"}}",
                "{\"level\":\"INFO\",\"levelno\":10,\"what\":\"w\",\"rec\":{\"sev\":50},\"metadata\":{\"host\":\"a\",\"node\":\"b\"}}",
            })
    void configuredNames_precedeUsualOnes(String record) {
        LogEvent event = event(record);

        assertThat(event.message()).isEqualTo("w");
        assertThat(event.level()).isEqualTo(Level.ERROR);
        assertThat(event.host()).isEqualTo("b");
    }

    @Test
    void configuredNames_haveTheirOrder() {
        assertThat(event("{\"message\":\"m\",\"booked\":1795000071,\"meta\":{\"when\":1795000072}}")
                        .observedAt())
                .isEqualTo(Instant.ofEpochSecond(1795000072));
        assertThat(event("{\"message\":\"m\",\"booked\":1795000071,\"meta\":{\"when\":\"soon\"},\"time\":1795000070}")
                        .observedAt())
                .isEqualTo(Instant.ofEpochSecond(1795000071));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"m\",\"level\":\"WARN\",\"host\":\"h\",\"time\":\"2026-11-18T11:07:51Z\"}",
                "{\"message\":\"m\",\"lvl\":\"gold\",\"severity\":\"warning\",\"host\":{\"name\":\"h\"},\"ts\":1795000071}",
            })
    void usualNames_areReadAsWell(String record) {
        LogEvent event = event(record);

        assertThat(event.message()).isEqualTo("m");
        assertThat(event.level()).isEqualTo(Level.WARN);
        assertThat(event.host()).isEqualTo("h");
        assertThat(event.observedAt()).isEqualTo(Instant.ofEpochSecond(1795000071));
    }

    /** In arrays, wrappers, texts of JSON, frames and pairs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"what\":\"w\",\"lvl\":\"ERROR\",\"stage\":\"prod\"}]",
                "{\"data\":{\"what\":\"w\",\"lvl\":\"ERROR\",\"stage\":\"prod\"}}",
                "{\"log\":\"{\\\"what\\\":\\\"w\\\",\\\"lvl\\\":\\\"ERROR\\\",\\\"stage\\\":\\\"prod\\\"}\\n\"}",
                "{\"logEvents\":[{\"what\":\"w\",\"lvl\":\"ERROR\",\"stage\":\"prod\"}]}",
                "<14>1 2026-11-29T15:42:51Z web-7 shop 42 - - {\"what\":\"w\",\"lvl\":\"ERROR\",\"stage\":\"prod\"}",
                "2026-11-29T15:42:51.1Z stdout F {\"what\":\"w\",\"lvl\":\"ERROR\",\"stage\":\"prod\"}",
                "lvl=ERROR stage=prod what=w",
                "{\"log\":\"lvl=ERROR stage=prod what=w\"}",
                "{\"fields\":{\"lvl\":\"ERROR\",\"stage\":\"prod\"},\"what\":\"w\"}",
            })
    void configuredNames_areReadInEachFrame(String record) {
        LogEvent event = event(record);

        assertThat(event.message()).isEqualTo("w");
        assertThat(event.level()).isEqualTo(Level.ERROR);
        assertThat(event.texts().get(Text.ENVIRONMENT)).isEqualTo("prod");
    }

    @Test
    void nameOfAnotherField_changesItsMeaning() {
        LogEvent event = event(
                format(Map.of("host", List.of("service"), "message", List.of("status"))),
                "{\"service\":\"web-7\",\"status\":404,\"ddsource\":\"x\"}");

        assertThat(event.host()).isEqualTo("web-7");
        assertThat(event.message()).isEqualTo("404");
        assertThat(event.texts().get(Text.APPLICATION)).isEmpty();
    }

    @Test
    void formats_doNotAffectEachOther() {
        WireFormat other = format(Map.of("message", List.of("lvl")));
        String record = "{\"lvl\":\"ERROR\",\"what\":\"w\",\"message\":\"m\"}";

        for (int i = 0; i < 2; i++) {
            assertThat(event(SHOP, record).message()).isEqualTo("w");
            assertThat(event(other, record).message()).isEqualTo("ERROR");
            assertThat(event(WireFormat.LOG, record).message()).isEqualTo("m");
            assertThat(event(WireFormat.LOG, record).attributes().text()).isEqualTo("{\"what\":\"w\"}");
        }
    }

    @Test
    void header_namesConfiguredFormat() {
        WireFormats formats = new WireFormats(List.of(SHOP));
        String record = "{\"what\":\"w\",\"message\":\"m\"}";
        Message plain = message(record);
        Message named = new Message(
                plain.partition(), 0, plain.timestamp(), plain.receivedAt(), null, plain.value(), " Shop", null, 0);

        assertThat(events(formats.topicDecoder("log", ZoneOffset.UTC).decode(named)))
                .extracting(LogEvent::message)
                .containsExactly("w");
        assertThat(events(formats.topicDecoder("log", ZoneOffset.UTC).decode(plain)))
                .extracting(LogEvent::message)
                .containsExactly("m");
        assertThat(events(formats.topicDecoder("shop", ZoneOffset.UTC).decode(plain)))
                .extracting(LogEvent::message)
                .containsExactly("w");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "levels | lvl    | levels: unknown key (expected: one of application, component, correlation-id, environment, host, "
                        + "level, message, time)",
                "level  | ''     | 'level:  (expected: a name, or names with dots between)'",
                "level  | a.     | level: a. (expected: a name, or names with dots between)",
                "level  | .a     | level: .a (expected: a name, or names with dots between)",
                "level  | 'a. b' |",
                "level  | Tags   | level: Tags (expected: another name, since tags has the tags)",
                "level  | a.b.c.d.e.f.g.h.i | level: 17 characters, 9 names (expected: at most 255 characters and 8 names)",
            })
    void invalidPath_isRejected(String field, String path, String message) {
        if (message == null) {
            RecordNames.of(Map.of(field, List.of(path)));
            return;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordNames.of(Map.of(field, List.of(path))))
                .withMessage(message);
    }

    @Test
    void dashesOfFields_mayBeMissing() {
        WireFormat format = format(Map.of("correlationid", List.of("flow")));

        assertThat(event(format, "{\"message\":\"m\",\"flow\":\"f-1\"}").text(Text.CORRELATION_ID))
                .isEqualTo("f-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format(Map.of("correlationId", List.of("a"), "correlation-id", List.of("b"))))
                .withMessageEndingWith(": twice (expected: each field once)");
    }

    @Test
    void paths_areBoundedAndOfOneField() {
        List<String> many = Collections.nCopies(RecordNames.MAX_PATHS + 1, "a");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordNames.of(Map.of("level", many)))
                .withMessage("level: 17 paths (expected: at most 16)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordNames.of(Map.of("level", List.of("a", "A"))))
                .withMessage("level: A (expected: a path that is not in level already)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordNames.of(Map.of("level", List.of("a"), "host", List.of("a"))))
                .withMessageMatching("(level|host): a \\(expected: a path that is not in (level|host) already\\)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordNames.of(Map.of("level", List.of("a\u0000b"))))
                .withMessage("level: a path with control characters (expected: a name, or names with dots between)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordNames.of(Map.of("level", List.of("a".repeat(256)))))
                .withMessage("level: 256 characters, 1 names (expected: at most 255 characters and 8 names)");
    }
}
