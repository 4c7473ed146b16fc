package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluationTask;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.embedded.AlertingDocument.Example;
import io.logaggregator.embedded.AlertingDocument.Input;
import io.logaggregator.embedded.AlertingDocument.Row;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.server.rule.file.RuleFiles;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/alerting.md have the documented transitions, on a real database. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class AlertingDocumentIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static TestPostgres.Database template;

    @TempDir
    private Path directory;

    private TestPostgres.Database database;
    private PostgresStore store;
    private final Map<String, MetricSample> previous = new HashMap<>();
    private long offset;

    @BeforeAll
    static void migrate() {
        template = TestPostgres.shared().newDatabase();
        try (PostgresStore migrated = new PostgresStore(config(template))) {
            migrated.migrate();
        }
    }

    @BeforeEach
    void open() {
        database = TestPostgres.shared().copy(template);
        store = new PostgresStore(config(database));
        store.migrate();
    }

    @AfterEach
    void close() {
        store.close();
        TestPostgres.shared().drop(database);
    }

    private static PostgresStoreConfig config(TestPostgres.Database of) {
        return new PostgresStoreConfig(
                of.jdbcUrl(), of.user(), of.password(), 4, Duration.ofSeconds(60), Duration.ofSeconds(60), Map.of());
    }

    static Stream<Example> examples() throws IOException {
        return AlertingDocument.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_hasTheDocumentedTransitions(Example example) throws IOException {
        List<RuleDefinition> definitions = rules(example.rules());
        for (RuleDefinition definition : definitions) {
            store.alertRules()
                    .create(UUID.randomUUID(), Origin.API, definition, Actor.SYSTEM, NOON.minus(Duration.ofDays(1)));
        }
        RuleSet rules = RuleSet.of(1, store.alertRules().list(), new QueryMatching(new JsonAttributes()));
        TimeBasedEvaluationTask task = new TimeBasedEvaluationTask(store.timeBasedEvaluation(), () -> rules, Set.of());
        ScheduledEvaluationTask scheduled = new ScheduledEvaluationTask(
                store.timeBasedEvaluation(),
                store.scheduledEvaluation(),
                () -> rules,
                QueryMatching::condition,
                Set.of());
        List<String> actual = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Set<AlertTransition> known = new HashSet<>();
        for (Row row : example.rows()) {
            Instant now = NOON.plus(row.at());
            store(row, now, definitions, rules);
            // States of the last seconds are left to their session.
            database.execute("update alert_state set updated_at = updated_at - interval '1 hour'");
            task.evaluate(rules.rules(), now);
            scheduled.evaluate(rules.rules(), now);
            expected.add(row.at() + " " + row.transitions().stream().sorted().toList());
            actual.add(row.at() + " "
                    + histories()
                            .flatMap(history -> history.transitions().stream()
                                    .filter(known::add)
                                    .map(transition -> line(history.alert(), transition, now, definitions.size() > 1)))
                            .sorted()
                            .toList());
        }
        assertThat(actual).containsExactlyElementsOf(expected);
    }

    @Test
    void examples_areOfEveryKind() throws IOException {
        Set<Class<?>> kinds = new HashSet<>();
        for (Example example : AlertingDocument.all().toList()) {
            rules(example.rules()).forEach(rule -> kinds.add(rule.condition().getClass()));
        }
        assertThat(kinds)
                .containsAll(ConditionKinds.ALL.stream()
                        .map(kind -> (Class<?>) kind.type())
                        .collect(Collectors.toSet()));
    }

    private List<RuleDefinition> rules(String content) throws IOException {
        RuleFiles files = RuleFiles.read(List.of(Files.writeString(directory.resolve("rules.yaml"), content)));
        assertThat(files.problems()).isEmpty();
        return files.rules();
    }

    private void store(Row row, Instant now, List<RuleDefinition> definitions, RuleSet rules) {
        List<Observation> observations = new ArrayList<>();
        for (Input input : row.inputs()) {
            for (int i = 0; i < input.count(); i++) {
                if (input.value().isEmpty()) {
                    observations.add(event(input, now));
                } else {
                    observations.addAll(samples(input, now, definitions.getFirst()));
                }
            }
        }
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(observations).withSignals(rules.signals(observations)));
        }
    }

    /** A sample, or one for each hour since the sample before. */
    private List<MetricSample> samples(Input input, Instant now, RuleDefinition rule) {
        MetricSample last = sample(input, Double.parseDouble(input.value()), NOON.plus(input.of()), now, rule);
        MetricSample before = previous.put(input.host(), last);
        if (!input.gradual() || before == null) {
            return List.of(last);
        }
        long hours = Duration.between(before.observedAt(), now).toHours();
        return LongStream.rangeClosed(1, hours)
                .mapToObj(hour -> {
                    Instant at = before.observedAt().plus(Duration.ofHours(hour));
                    double value = before.value() + (last.value() - before.value()) * hour / hours;
                    return sample(input, value, at, at, rule);
                })
                .toList();
    }

    private static MetricSample sample(
            Input input, double value, Instant observedAt, Instant now, RuleDefinition rule) {
        Map<String, Object> condition = ConditionKinds.write(rule);
        boolean isCounter = Set.of("rate", "increase").contains(String.valueOf(condition.get("fn")));
        TreeMap<String, String> attributes = new TreeMap<>();
        if (!input.attribute().isEmpty()) {
            attributes.put(input.attribute().getFirst(), input.attribute().getLast());
        }
        return new MetricSample(
                input.host(),
                input.metric().isEmpty() ? String.valueOf(condition.get("metric")) : input.metric(),
                value,
                observedAt,
                now,
                isCounter ? Kind.CUMULATIVE : Kind.GAUGE,
                attributes);
    }

    private LogEvent event(Input input, Instant now) {
        Instant observedAt = NOON.plus(input.of());
        return new LogEvent(
                EventId.of(0, offset++, 0, observedAt),
                observedAt,
                now,
                input.host(),
                Level.valueOf(input.level()),
                input.message(),
                LogTexts.of("", "", "", ""),
                List.of(),
                JsonObject.EMPTY);
    }

    private Stream<AlertHistory> histories() {
        return store.alerts().find(AlertQuery.ALL, 100, Optional.empty()).items().stream()
                .map(alert -> store.alerts().find(alert.id()).orElseThrow());
    }

    private static String line(Alert alert, AlertTransition transition, Instant now, boolean withRule) {
        String subject = subject(alert.labels());
        String time = transition.at().equals(now) ? "" : " at " + minutes(Duration.between(NOON, transition.at()));
        return (withRule ? alert.ruleName() + ": " : "")
                + (subject.isEmpty() ? "" : subject + " ")
                + transition.kind() + " " + transition.severity() + time;
    }

    private static String subject(Labels labels) {
        return String.join(" ", labels.values().values());
    }

    private static String minutes(Duration time) {
        if (time.compareTo(Duration.ofDays(1)) > 0) {
            return time.toHours() + "h";
        }
        return time.toMinutes() + ":" + "%02d".formatted(time.toSecondsPart());
    }
}
