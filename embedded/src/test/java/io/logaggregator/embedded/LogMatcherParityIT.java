package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.TrackedHosts;
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
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.server.logs.query.LogQueryParser;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.server.logs.query.Wildcards;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestLoop;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Queries return the same events in memory and in PostgreSQL. */
@Tag("slow")
class LogMatcherParityIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final long SEED = 20_261_123;
    private static final int EVENTS = 400;
    private static final int TREES = TestLoop.cycles(100, 300);
    private static final int RANDOM_QUERIES = TestLoop.cycles(400, 1_000);
    private static final int TEXTS_PER_PATH = TestLoop.cycles(12, Integer.MAX_VALUE);

    private static final List<String> TEXTS = List.of(
            "",
            "web-1",
            "WEB-1",
            "web-10",
            "web",
            "Ärger",
            "ÄRGER",
            "ärger",
            "straße",
            "STRASSE",
            "STRAẞE",
            "istanbul",
            "ISTANBUL",
            "İstanbul",
            "ıstanbul",
            "ΟΔΟΣ",
            "οδος",
            "οδός",
            "Kelvin",
            "\u212Aelvin",
            "it's",
            "\"quoted\"",
            "100%",
            "100x",
            "a_b",
            "axb",
            "C:\\temp\\",
            "c:\\TEMP\\x",
            "a*b",
            "a?b",
            "日本語 🚀",
            "\uD801\uDC00deseret",
            "\uD801\uDC28DESERET",
            "\uFF21fullwidth",
            "🚀",
            "first line\nsecond line",
            "aaaaaaaaab",
            "ababababac",
            "500",
            "503.5",
            " 500 ",
            "+500",
            "1e3",
            "1E400",
            "1e-400",
            "0.0",
            "-0",
            ".5",
            "5.",
            "1f",
            "NaN",
            "Infinity",
            "1_000",
            "0x1F4",
            "0X10",
            "-0x10",
            "0x1p4",
            " 0x10 ",
            "0b101",
            "0o17",
            "inf",
            "+5e2",
            "0500",
            "500\n",
            "500d",
            "5e",
            "\u0665\u0660\u0660",
            "9007199254740993",
            "0.1234567890123456789",
            "null",
            "true",
            "{}",
            "[]");

    private static final List<String> ATTRIBUTES = List.of(
            "{}",
            "{\"status\":500,\"ratio\":0.25,\"huge\":9007199254740993}",
            "{\"status\":\"503\",\"ratio\":\"n/a\",\"empty\":\"\"}",
            "{\"status\":\"1e999999\",\"ratio\":\"NaN\"}",
            "{\"status\":1e3,\"ratio\":-0.0,\"huge\":123456789012345678901234567890.5}",
            "{\"status\":1.50,\"ratio\":1.5e1,\"huge\":-0}",
            "{\"status\":null,\"ratio\":\" 7 \"}",
            "{\"status\":\"0x1F4\",\"ratio\":\"0x7\"}",
            "{\"status\":[\"0x1F4\",\"+501\"],\"ratio\":\"7.\"}",
            "{\"status\":[404,\"X\",null,502],\"a\":[]}",
            "{\"status\":[[500,1],{\"code\":500}],\"a\":{}}",
            "{\"status\":[null]}",
            "{\"status\":[\"\",\"499.99999999999999999\"]}",
            "{\"status\":{\"code\":500,\"b\":\"Ä\\n\",\"aa\":[1,2.0,1e2,true,null,\"\\\"\"]}}",
            "{\"status\":true,\"ratio\":false}",
            "{\"a\":{\"b\":{\"c\":\"deep\"}}}",
            "{\"a.b.c\":\"Flat\",\"a\":{\"b\":{\"c\":\"deep\"}}}",
            "{\"a.b.c\":null,\"a\":{\"b\":{\"c\":\"deep\"}}}",
            "{\"a\":{\"b.c\":\"cut\",\"b\":{\"d\":1}}}",
            "{\"a.b\":{\"c\":\"cut late\"},\"a\":1}",
            "{\"a\":{\"b\":{\"c\":\"lost\"}},\"a\":{\"b\":1}}",
            "{\"a\":{\"b\":1},\"a\":{\"b\":{\"c\":[\"last\",\"LIST\"]}}}",
            "{\"a\":[{\"b\":{\"c\":\"in an array\"}},{\"b\":\"second\"}]}",
            "{\"status\":\"ÄRGER\",\"a\":{\"b\":\"İstanbul\"}}",
            "{\"we \\\"quote\\\"\":1,\"back\\\\slash\":\"C:\\\\temp\",\"\\u0061\":{\"b\":\"escaped\"}}",
            "{\"status\":\"\",\"ratio\":[],\"huge\":{}}",
            "{\"status\":[\"a\",\"a\"],\"ratio\":\"0.1234567890123456789\"}");

    private static final List<LogField> FIELDS = List.of(
            Standard.HOST,
            LogField.Text.APPLICATION,
            LogField.Text.COMPONENT,
            LogField.Text.ENVIRONMENT,
            Standard.TAG,
            LogField.Text.CORRELATION_ID,
            Standard.MESSAGE,
            new Attribute("status"));

    private static final List<String> PATHS = List.of(
            "status",
            "ratio",
            "huge",
            "empty",
            "a",
            "a.b",
            "a.b.c",
            "a.b.d",
            "a.0.b",
            "a.1.b",
            "a.0.b.c",
            "status.0",
            "status.code",
            "status.1.code",
            "we \"quote\"",
            "back\\slash",
            "",
            ".",
            "..",
            "a.b.c.d.e.f.g.h.i.j");

    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "1.5",
            "7",
            "15",
            "100",
            "499.99999999999999999",
            "500",
            "502",
            "1000",
            "1e300",
            "9007199254740992",
            "9007199254740993",
            "0.123456789012346",
            "x",
            "1e999");

    private static final List<String> QUERIES = List.of(
            "",
            "level:ERROR application:Straße",
            "level>=WARN AND NOT tag:web-1",
            "\"first line\" OR host:WEB-*",
            "attributes.status:[500 TO 599]",
            "attributes.status:{500 TO 599}",
            "metadata.a.b.c:DEEP",
            "attributes.ratio>=0.1 -level:debug",
            "attributes.a.b.c:*",
            "-attributes.status:*",
            "host:(web-1 OR ärger OR 10?%)",
            "host:[a TO m}",
            "tag:[ä TO *]",
            "level:[debug TO error}",
            "ababac",
            "message:*line*SECOND*",
            "attributes.status:*code*500*",
            "correlationId:?stanbul",
            "NOT (host:web* OR (level:INFO tag:*))");

    private static final Random random = new Random(SEED);
    private static final List<LogEvent> events =
            IntStream.range(0, EVENTS).mapToObj(LogMatcherParityIT::event).toList();
    private static final TestPostgres.Database database = TestPostgres.shared().newDatabase();
    private static PostgresStore store;

    @BeforeAll
    static void append() {
        store = new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Map.of()));
        store.migrate();
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.copyOf(events)));
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void patterns_matchAlike() {
        List<LogCondition> conditions = new ArrayList<>();
        FIELDS.forEach(field -> addPatterns(conditions, field, TEXTS));
        for (String path : PATHS) {
            List<String> texts = new ArrayList<>(TEXTS);
            Collections.shuffle(texts, random);
            addPatterns(conditions, new Attribute(path), texts.subList(0, Math.min(TEXTS_PER_PATH, texts.size())));
        }
        assertParity(conditions);
    }

    private static void addPatterns(List<LogCondition> conditions, LogField field, List<String> texts) {
        texts.forEach(
                text -> patterns(text).map(pattern -> matches(field, pattern)).forEach(conditions::add));
    }

    @Test
    void lower_differsForNewLettersOnly() throws SQLException {
        List<String> differing = new ArrayList<>();
        try (Connection connection = database.connect();
                ResultSet row = connection.createStatement().executeQuery("""
                                select code, ascii(lower(chr(code))) as lower from generate_series(1, 1114111) as code
                                where code not between 55296 and 57343""")) {
            while (row.next()) {
                int code = row.getInt("code");
                int lower = row.getInt("lower");
                if (lower != code && lower != Character.toLowerCase(code)) {
                    differing.add(Character.getName(code));
                }
            }
        }
        assertThat(differing).isEmpty();
    }

    private static Stream<TextPattern> patterns(String text) {
        String middle = text.isEmpty() ? "" : text.substring(text.offsetByCodePoints(0, 1));
        return Stream.concat(
                Stream.of(TextPattern.of(text)),
                Stream.of("?" + middle, "*" + middle, text + "*", "*" + text + "*", "*?" + middle)
                        .map(Wildcards::read));
    }

    private static LogCondition matches(LogField field, TextPattern pattern) {
        return new Matches(field, pattern);
    }

    private static LogEvent event(int number) {
        Instant at = NOON.plusMillis(number);
        return new LogEvent(
                EventId.of(0, number, 0, at),
                at,
                at,
                one(TEXTS),
                one(List.of(Level.values())),
                one(TEXTS) + one(List.of("", " ", "\n")) + one(TEXTS),
                LogTexts.of(one(TEXTS), one(TEXTS), one(TEXTS), one(TEXTS)),
                Stream.generate(() -> one(TEXTS))
                        .limit(random.nextInt(3))
                        .distinct()
                        .toList(),
                new JsonObject(one(ATTRIBUTES)));
    }

    private static <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static void assertParity(List<LogCondition> conditions) {
        LogMatcher matcher = new LogMatcher(new JsonAttributes());
        SoftAssertions softly = new SoftAssertions();
        for (LogCondition condition : conditions) {
            List<UUID> matching = newestFirst(matcher.matching(condition));
            List<UUID> found = found(condition).stream().map(LogEvent::id).toList();
            if (!found.equals(matching)) { // an assertion for each of thousands takes longer than the queries
                softly.assertThat(found).as(condition.toString()).containsExactlyInAnyOrderElementsOf(matching);
            }
        }
        softly.assertAll();
    }

    private static List<LogEvent> found(LogCondition condition) {
        LogQuery query = new LogQuery(NOON, NOON.plusSeconds(60), condition);
        return store.logs().find(query, EVENTS, Optional.empty()).items();
    }

    @Test
    void rangesAndPresence_matchAlike() {
        List<LogCondition> conditions = new ArrayList<>();
        Stream.concat(FIELDS.stream(), PATHS.stream().map(Attribute::new)).forEach(field -> {
            conditions.add(new Exists(field));
            conditions.add(new Not(new Exists(field)));
            conditions.add(new Between(field, Optional.empty(), Optional.empty()));
            for (int i = 0; i < 12; i++) {
                conditions.add(range(field, NUMBERS));
            }
            for (int i = 0; i < 4; i++) {
                conditions.add(range(field, TEXTS));
            }
        });
        assertParity(conditions);
    }

    @Test
    void levels_matchAlike() {
        List<LogCondition> conditions = new ArrayList<>();
        for (Level level : Level.values()) {
            conditions.add(new AtLeast(level));
            conditions.add(range(Standard.LEVEL, List.of("trace", "DEBUG", "info", "warning", "Error", "panic")));
        }
        Stream.of("ERROR", "warn*", "?NFO", "*r*", "critical", "banana", "*")
                .map(Wildcards::read)
                .forEach(pattern -> conditions.add(new Matches(Standard.LEVEL, pattern)));
        conditions.add(new Exists(Standard.LEVEL));
        assertParity(conditions);
    }

    @Test
    void queries_matchAlike() {
        assertParity(QUERIES.stream().map(LogQueryParser::parse).toList());
    }

    @Test
    void randomQueries_matchTheirMeaning() {
        LogMatcher matcher = new LogMatcher(new JsonAttributes());
        List<String> named = PATHS.stream().filter(path -> !path.isEmpty()).toList();
        RandomTerms terms = new RandomTerms(random, TEXTS, NUMBERS, named, new JsonAttributes());
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < RANDOM_QUERIES; i++) {
            RandomQuery query = RandomQuery.of(random, terms, i % 4);
            LogCondition condition = LogQueryParser.parse(query.text());
            List<UUID> meant = newestFirst(query.meaning());
            softly.assertThat(found(condition).stream().map(LogEvent::id).toList())
                    .as("in PostgreSQL: %s", query.text())
                    .isEqualTo(meant);
            softly.assertThat(newestFirst(matcher.matching(condition)))
                    .as("in memory: %s", query.text())
                    .isEqualTo(meant);
        }
        softly.assertAll();
    }

    /** Two events are in one group exactly if a search for the value of one finds the other. */
    @Test
    void groups_areEqual_asSearchesForTheirValues() {
        SoftAssertions softly = new SoftAssertions();
        int groups = 0;
        for (LogField field : Stream.concat(FIELDS.stream(), PATHS.stream().map(Attribute::new))
                .filter(field -> field != Standard.TAG && field != Standard.MESSAGE)
                .toList()) {
            Set<Instant> single = events.stream()
                    .filter(event -> !isList(event, field))
                    .map(LogEvent::observedAt)
                    .collect(Collectors.toSet());
            for (Signal group : groups(field)) {
                String value = group.labels().values().getOrDefault(field.label(), "");
                Set<Instant> grouped = group.points().stream().map(Point::at).collect(Collectors.toSet());
                grouped.retainAll(single);
                if (!value.isEmpty() && !grouped.isEmpty()) {
                    Set<Instant> found = found(matches(field, TextPattern.of(value))).stream()
                            .map(LogEvent::observedAt)
                            .collect(Collectors.toSet());
                    found.retainAll(single);
                    softly.assertThat(grouped).as("%s: %s", field, value).isEqualTo(found);
                    groups++;
                }
            }
        }
        softly.assertAll();
        assertThat(groups).isGreaterThan(TEXTS.size());
    }

    private static boolean isList(LogEvent event, LogField field) {
        return field instanceof Attribute(var path)
                && new JsonAttributes().at(path).apply(event.attributes()) instanceof Elements;
    }

    /** The groups of a log-count rule, with a point for each event. */
    private static List<Signal> groups(LogField field) {
        AlertRule rule = new AlertRule(
                new UUID(0, 1),
                1,
                AlertRule.Origin.API,
                NOON,
                new RuleDefinition(
                        "events",
                        "",
                        true,
                        new LogCount("", List.of(field), Duration.ofMinutes(1)),
                        new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.LOW, 1.0)),
                        Duration.ZERO,
                        Recovery.IMMEDIATE,
                        Matchers.ALL));
        return RuleSet.of(1, List.of(rule), new QueryMatching(new JsonAttributes()))
                .signals(List.copyOf(events), TrackedHosts.NONE);
    }

    private static List<UUID> newestFirst(Predicate<LogEvent> matching) {
        return events.reversed().stream().filter(matching).map(LogEvent::id).toList();
    }

    @Test
    void trees_matchAlike() {
        assertParity(Stream.generate(() -> tree(3)).limit(TREES).toList());
    }

    private static LogCondition tree(int depth) {
        List<LogCondition> children = depth == 0
                ? List.of()
                : Stream.generate(() -> tree(depth - 1))
                        .limit(random.nextInt(4))
                        .toList();
        return switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> new AtLeast(one(List.of(Level.values())));
            case 1 -> new Exists(anyField());
            case 2 -> range(anyField(), NUMBERS);
            case 3 -> matches(anyField(), one(patterns(one(TEXTS)).toList()));
            case 4 -> new Not(tree(depth - 1));
            case 5 -> new Or(children);
            default -> new And(children);
        };
    }

    private static LogField anyField() {
        return random.nextBoolean() ? one(FIELDS) : new Attribute(one(PATHS));
    }

    private static Between range(LogField field, List<String> bounds) {
        return new Between(field, bound(bounds), bound(bounds));
    }

    private static Optional<Bound> bound(List<String> bounds) {
        return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new Bound(one(bounds), random.nextBoolean()));
    }
}
