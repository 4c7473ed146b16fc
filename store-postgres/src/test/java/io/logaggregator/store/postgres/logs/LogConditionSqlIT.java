package io.logaggregator.store.postgres.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message of an event is its name in the tests, except in tests of messages. */
class LogConditionSqlIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final List<LogEvent> EVENTS = List.of(
            event("plain").build(),
            event("upper").host("WEB-1").application("ÄRGER").build(),
            event("quote").host("o'brien\"; drop table log_event; --").build(),
            event("percent").host("100%").component("a_b").build(),
            event("digits").host("100x").component("axb").build(),
            event("backslash").host("C:\\temp\\").build(),
            event("tagged").tags("Blue", "50%", "it's").build(),
            event("fatal").level(Level.FATAL).build(),
            event("debug").level(Level.DEBUG).build(),
            event("numbers")
                    .attributes("{\"status\": 500, \"ratio\": 0.25, \"huge\": 9007199254740993}")
                    .build(),
            event("texts")
                    .attributes("{\"status\": \"503\", \"ratio\": \"n/a\", \"empty\": \"\"}")
                    .build(),
            event("wild")
                    .attributes("{\"status\": \"1e999999\", \"ratio\": \"NaN\"}")
                    .build(),
            event("vast").attributes("{\"status\": 1e9999}").build(),
            event("null").attributes("{\"status\": null}").build(),
            event("nested").attributes("{\"a\": {\"b\": {\"c\": \"deep\"}}}").build(),
            event("dotted").attributes("{\"a.b.c\": \"Flat\"}").build(),
            event("cut").attributes("{\"a\": {\"b.c\": \"cut\"}}").build(),
            event("array")
                    .attributes("{\"status\": [404, \"x\", null, 502], \"a\": []}")
                    .build(),
            event("object").attributes("{\"status\": {\"code\": 500}}").build(),
            event("flag").attributes("{\"status\": true}").build(),
            event("first line\nsecond 100% of \\d+ 'it''s' ☃ Größe").build());

    /** Matches nothing. */
    private static final LogCondition LONG = new Matches(Standard.MESSAGE, TextPattern.of("long".repeat(50)));

    private static PostgresStore store;
    private static PostgresStore streams;

    @BeforeAll
    static void append() throws SQLException {
        store = TestStore.on(TestStore.newDatabase());
        StoredObservations.append(store, EVENTS);
        TestPostgres.Database database = TestStore.newDatabase();
        streams = TestStore.on(database);
        appendStreams(database);
    }

    /** Stores the events until the dictionary has all of their streams, and then once more. */
    private static void appendStreams(TestPostgres.Database database) throws SQLException {
        try (IngestSession session = streams.openIngestSession()) {
            session.store(IngestBatch.of(Collections.nCopies(10, EVENTS).stream()
                    .flatMap(List::stream)
                    .toList()));
            TestStore.execute(database, "truncate log_event");
            session.store(IngestBatch.of(List.copyOf(EVENTS)));
        }
        assertThat(TestStore.number(database, "select count(*) from log_event where stream_id is null"))
                .isZero();
    }

    @AfterAll
    static void close() {
        store.close();
        streams.close();
    }

    @Test
    void hostMatch_isWholeAndCaseInsensitive() {
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("web-1")))).contains("upper", "plain");
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("web")))).isEmpty();
        assertThat(found(new Matches(LogField.Text.APPLICATION, TextPattern.of("ärger"))))
                .containsExactly("upper");
    }

    @Test
    void quotesAndBackslashes_arePlainText() {
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("O'Brien\"; drop table log_event; --"))))
                .containsExactly("quote");
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("c:\\temp\\"))))
                .containsExactly("backslash");
        assertThat(found(new Matches(Standard.HOST, pattern("c:\\*\\")))).containsExactly("backslash");
    }

    @Test
    void likeWildcards_arePlainText() {
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("100%")))).containsExactly("percent");
        assertThat(found(new Matches(Standard.HOST, pattern("1*%")))).containsExactly("percent");
        assertThat(found(new Matches(LogField.Text.COMPONENT, pattern("a_*")))).containsExactly("percent");
    }

    @Test
    void wildcards_matchAnyTextAndOneCharacter() {
        assertThat(found(new Matches(Standard.HOST, pattern("10?%")))).containsExactly("percent");
        assertThat(found(new Matches(Standard.HOST, pattern("100?")))).containsExactlyInAnyOrder("percent", "digits");
        assertThat(found(new Matches(Standard.HOST, pattern("100??")))).isEmpty();
        assertThat(found(new Matches(LogField.Text.COMPONENT, pattern("a?b"))))
                .containsExactlyInAnyOrder("percent", "digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SECOND 100%", "\\d+", "'it''s'", "☃", "GRÖßE", "it*☃", "line\nsecond", "line?second", "", "*"})
    void messageMatches_anywhereInTheLine(String text) {
        assertThat(found(new Matches(Standard.MESSAGE, pattern(text))))
                .contains(EVENTS.getLast().message());
    }

    @Test
    void unstorableText_matchesNothing() {
        assertThat(found(new Matches(Standard.MESSAGE, TextPattern.of("a\0b")))).isEmpty();
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("\uD800")))).isEmpty();
        assertThat(found(new Matches(new Attribute("a\0b"), TextPattern.of("x"))))
                .isEmpty();
    }

    @Test
    void tagMatch_considersEachTag() {
        assertThat(found(new Matches(Standard.TAG, TextPattern.of("blue")))).containsExactly("tagged");
        assertThat(found(new Matches(Standard.TAG, TextPattern.of("IT'S")))).containsExactly("tagged");
        assertThat(found(new Matches(Standard.TAG, pattern("5*%")))).containsExactly("tagged");
        assertThat(found(new Exists(Standard.TAG))).containsExactly("tagged");
        assertThat(found(new Not(new Matches(Standard.TAG, TextPattern.of("blue")))))
                .hasSize(EVENTS.size() - 1)
                .doesNotContain("tagged");
    }

    @Test
    void level_matchesByNameAndOrder() {
        assertThat(found(new AtLeast(Level.WARN))).containsExactly("fatal");
        assertThat(found(new Matches(Standard.LEVEL, TextPattern.of("critical"))))
                .containsExactly("fatal");
        assertThat(found(new Matches(Standard.LEVEL, pattern("?ebug")))).containsExactly("debug");
        assertThat(found(new Matches(Standard.LEVEL, TextPattern.of("banana")))).isEmpty();
        assertThat(found(between(Standard.LEVEL, including("trace"), excluding("info"))))
                .containsExactly("debug");
    }

    @Test
    void unknownLevelBound_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(between(Standard.LEVEL, including("banana"), Optional.empty())))
                .withMessageContaining("banana");
    }

    @Test
    void attributeMatch_considersNumbersTextsAndElements() {
        assertThat(found(new Matches(new Attribute("status"), TextPattern.of("500"))))
                .containsExactly("numbers");
        assertThat(found(new Matches(new Attribute("status"), pattern("50?"))))
                .containsExactlyInAnyOrder("numbers", "texts", "array");
        assertThat(found(new Matches(new Attribute("status"), TextPattern.of("TRUE"))))
                .containsExactly("flag");
        assertThat(found(new Matches(new Attribute("status.code"), TextPattern.of("500"))))
                .containsExactly("object");
    }

    @Test
    void attributePath_findsNestedAndDottedNames() {
        assertThat(found(new Matches(new Attribute("a.b.c"), TextPattern.of("DEEP"))))
                .containsExactly("nested");
        assertThat(found(new Matches(new Attribute("a.b.c"), TextPattern.of("flat"))))
                .containsExactly("dotted");
        assertThat(found(new Exists(new Attribute("a.b.c")))).containsExactlyInAnyOrder("nested", "dotted", "cut");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "...", "it's", "{a,b}", "a\"b", "a\\", "☃", "status.0.1.2.3.4.5.6.7.8.9", "NULL"})
    void attributePathOfAnyCharacters_isHarmless(String path) {
        assertThat(found(new Exists(new Attribute(path)))).isEmpty();
    }

    @Test
    void not_matches_whenAttributeIsMissing() {
        Matches matches = new Matches(new Attribute("status"), TextPattern.of("500"));

        assertThat(found(new Not(matches))).hasSize(EVENTS.size() - 1).doesNotContain("numbers");
        assertThat(found(new Not(new Not(matches)))).containsExactly("numbers");
        assertThat(found(new Not(between(new Attribute("status"), including("0"), Optional.empty()))))
                .contains("plain", "null", "flag", "object")
                .doesNotContain("numbers", "texts", "vast", "array");
    }

    @Test
    void exists_requiresNonEmptyValue() {
        assertThat(found(new Exists(new Attribute("status"))))
                .containsExactlyInAnyOrder("numbers", "texts", "wild", "vast", "array", "object", "flag");
        assertThat(found(new Exists(new Attribute("empty")))).isEmpty();
        assertThat(found(new Exists(new Attribute("a")))).containsExactlyInAnyOrder("nested", "cut");
        assertThat(found(new Exists(LogField.Text.CORRELATION_ID))).isEmpty();
        assertThat(found(new Exists(Standard.LEVEL))).hasSize(EVENTS.size());
    }

    @Test
    void numberRange_skipsNonNumbers() {
        assertThat(found(between(new Attribute("status"), including("500"), including("599"))))
                .containsExactlyInAnyOrder("numbers", "texts", "array");
        assertThat(found(between(new Attribute("status"), excluding("500"), excluding("503"))))
                .containsExactly("array");
        assertThat(found(between(new Attribute("ratio"), Optional.empty(), including("0.25"))))
                .containsExactly("numbers");
        assertThat(found(between(new Attribute("status"), including("1e300"), Optional.empty())))
                .containsExactly("vast");
    }

    @Test
    void numberRange_isExactBeyondDouble() {
        assertThat(found(between(new Attribute("huge"), including("9007199254740993"), Optional.empty())))
                .containsExactly("numbers");
        assertThat(found(between(new Attribute("huge"), excluding("9007199254740993"), Optional.empty())))
                .isEmpty();
    }

    @Test
    void nonNumericBound_isText() {
        assertThat(found(between(new Attribute("status"), including("1e999"), including("1f"))))
                .contains("wild");
    }

    @Test
    void textRange_isCaseInsensitiveByCharacter() {
        assertThat(found(between(Standard.HOST, including("WEB-1"), excluding("web-2"))))
                .contains("plain", "upper");
        assertThat(found(between(Standard.HOST, including("O"), including("p"))))
                .containsExactly("quote");
        assertThat(found(between(Standard.TAG, including("BLU"), including("bluf"))))
                .containsExactly("tagged");
        assertThat(found(between(new Attribute("a.b.c"), including("e"), Optional.empty())))
                .containsExactly("dotted");
    }

    @Test
    void numberRange_parsesTextOfStandardField() {
        assertThat(found(between(Standard.HOST, including("0"), including("1000"))))
                .isEmpty();
        assertThat(found(between(Standard.TAG, including("0"), including("1000"))))
                .isEmpty();
    }

    @Test
    void rangeWithoutBounds_isExists() {
        assertThat(found(between(new Attribute("ratio"), Optional.empty(), Optional.empty())))
                .containsExactlyInAnyOrder("numbers", "texts", "wild");
    }

    @Test
    void conditions_combine() {
        Matches shop = new Matches(LogField.Text.APPLICATION, TextPattern.of("shop"));

        assertThat(found(LogCondition.ALL)).hasSize(EVENTS.size());
        assertThat(found(new Or(List.of()))).isEmpty();
        assertThat(found(new And(List.of(shop, new Or(List.of(new AtLeast(Level.FATAL), new Exists(Standard.TAG)))))))
                .containsExactlyInAnyOrder("fatal", "tagged");
        assertThat(found(new Not(new Or(List.of(shop, new AtLeast(Level.FATAL))))))
                .containsExactly("upper");
    }

    /** Also checks the result with regular expressions, which long patterns use. */
    private static List<String> found(LogCondition condition) {
        List<String> found = messages(condition);
        assertThat(messages(new Or(List.of(condition, LONG)))).isEqualTo(found);
        return found;
    }

    private static List<String> messages(LogCondition condition) {
        List<String> messages = messages(store, condition);
        assertThat(messages(streams, condition)).isEqualTo(messages);
        return messages;
    }

    private static List<String> messages(PostgresStore store, LogCondition condition) {
        LogQuery query = new LogQuery(NOON.minusSeconds(60), NOON.plusSeconds(60), condition);
        return store.logs().find(query, 1_000, Optional.empty()).items().stream()
                .map(LogEvent::message)
                .toList();
    }

    private static Between between(LogField field, Optional<Bound> lower, Optional<Bound> upper) {
        return new Between(field, lower, upper);
    }

    private static Optional<Bound> including(String value) {
        return Optional.of(new Bound(value, true));
    }

    private static Optional<Bound> excluding(String value) {
        return Optional.of(new Bound(value, false));
    }

    /** Parses a pattern with wildcards. */
    private static TextPattern pattern(String text) {
        List<Part> parts = new ArrayList<>();
        for (String piece : text.split("(?<=[*?])|(?=[*?])", -1)) {
            parts.add(
                    switch (piece) {
                        case "*" -> new Part.AnyText();
                        case "?" -> new Part.AnyCharacter();
                        default -> new Part.Literal(piece);
                    });
        }
        return new TextPattern(parts);
    }

    private static Draft event(String message) {
        return new Draft(message);
    }

    /** Creates an event with defaults for the fields that a test does not set. */
    private static final class Draft {
        private final String message;
        private String host = "web-1";
        private String application = "shop";
        private String component = "cart";
        private Level level = Level.INFO;
        private List<String> tags = List.of();
        private String attributes = "{}";

        Draft(String message) {
            this.message = message;
        }

        Draft host(String value) {
            host = value;
            return this;
        }

        Draft application(String value) {
            application = value;
            return this;
        }

        Draft component(String value) {
            component = value;
            return this;
        }

        Draft level(Level value) {
            level = value;
            return this;
        }

        Draft tags(String... values) {
            tags = List.of(values);
            return this;
        }

        Draft attributes(String value) {
            attributes = value;
            return this;
        }

        LogEvent build() {
            return new LogEvent(
                    EventId.of(0, message.hashCode(), 0, NOON),
                    NOON,
                    NOON,
                    host,
                    level,
                    message,
                    LogTexts.of("prod", application, component),
                    tags,
                    new JsonObject(attributes));
        }
    }
}
