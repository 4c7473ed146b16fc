package io.logaggregator.testkit.oracle;

import static io.logaggregator.testkit.oracle.EngineInMemory.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.testkit.TestObservations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine counts events, and notices their absence, as the oracles do. */
class CountAndNoDataOracleTest {

    private static final int SEQUENCES = 100;
    private static final Partition PARTITION = new Partition("logs", "id", 0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void logCounts(long seed) {
        List<String> differences = new ArrayList<>();
        long transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Random random = new Random(seed * 1_000_000 + sequence);
            RuleDefinition rule = logCount(random);
            Map<String, List<Instant>> events = times(random, 3, 30, 20);
            EngineInMemory burst = new EngineInMemory(rule);
            burst.batch(merged(events));
            EngineInMemory single = new EngineInMemory(rule);
            for (LogEvent event : merged(events)) {
                single.batch(List.of(event));
                if (random.nextBoolean()) {
                    single.tick(event.observedAt());
                }
            }
            EngineInMemory partitions = new EngineInMemory(rule);
            events.forEach((host, times) -> partitions.batch(merged(Map.of(host, times))));
            for (String host : events.keySet()) {
                List<ExpectedTransition> expected = LogCountOracle.transitions(rule, events.get(host));
                transitions += expected.size();
                compare("burst " + sequence, host, expected, burst.end(), differences);
                compare("single " + sequence, host, expected, single.end(), differences);
                compare("partitions " + sequence, host, expected, partitions.end(), differences);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noData(long seed) {
        List<String> differences = new ArrayList<>();
        long transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Random random = new Random(seed * 1_000_000 + sequence);
            RuleDefinition rule = noData(random);
            Map<String, List<Instant>> messages = times(random, 3, 4, 150);
            Instant end = NOON.plusSeconds(620);
            EngineInMemory engine = new EngineInMemory(rule);
            List<LogEvent> events = merged(messages);
            for (int second = 0; second <= 620; second += 2) {
                Instant now = NOON.plusSeconds(second);
                List<LogEvent> arrived = events.stream()
                        .filter(event -> event.observedAt().equals(now))
                        .toList();
                engine.tick(now.minusMillis(1));
                if (!arrived.isEmpty()) {
                    engine.batch(arrived);
                }
            }
            for (String host : messages.keySet()) {
                List<ExpectedTransition> expected = NoDataOracle.transitions(rule, messages.get(host), end);
                transitions += expected.size();
                compare("sequence " + sequence, host, expected, engine, differences);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    private static void compare(
            String sequence,
            String host,
            List<ExpectedTransition> expected,
            EngineInMemory engine,
            List<String> differences) {
        List<ExpectedTransition> actual = engine.transitions(host);
        if (!combined(expected).equals(combined(actual))) {
            differences.add(
                    sequence + ' ' + host + " of " + engine + "\n expected " + expected + "\n actual   " + actual);
        }
    }

    /** With events of the same instant, an alert may open and escalate then, or open with the higher severity. */
    private static List<ExpectedTransition> combined(List<ExpectedTransition> transitions) {
        List<ExpectedTransition> combined = new ArrayList<>();
        for (ExpectedTransition next : transitions) {
            if (next.kind() == Kind.RAISED
                    && next.at().equals(combined.getLast().at())) {
                Kind kind = combined.removeLast().kind();
                combined.add(new ExpectedTransition(kind, next.severity(), next.at(), next.openedAt()));
            } else {
                combined.add(next);
            }
        }
        return combined;
    }

    /** Windows that end between the times of events. */
    private static RuleDefinition logCount(Random random) {
        double lowest = 3 + random.nextInt(4);
        Map<Severity, Double> thresholds = random.nextBoolean()
                ? Map.of(Severity.HIGH, lowest)
                : Map.of(Severity.LOW, lowest, Severity.HIGH, lowest + 2, Severity.CRITICAL, lowest + 5);
        Recovery recovery = new Recovery(
                random.nextBoolean() ? OptionalDouble.of(lowest - 1) : OptionalDouble.empty(),
                Duration.ofSeconds(random.nextInt(3) * 11L));
        return rule(
                new LogCount("", List.of(LogField.Standard.HOST), Duration.ofSeconds(31 + random.nextInt(2) * 30L)),
                thresholds,
                recovery);
    }

    private static RuleDefinition noData(Random random) {
        double lowest = 30.5 + random.nextInt(60);
        return rule(
                new NoData(NoData.Of.HOST, Duration.ofDays(7)),
                random.nextBoolean()
                        ? Map.of(Severity.HIGH, lowest)
                        : Map.of(Severity.LOW, lowest, Severity.CRITICAL, lowest + 20),
                Recovery.IMMEDIATE);
    }

    private static RuleDefinition rule(Condition condition, Map<Severity, Double> thresholds, Recovery recovery) {
        return new RuleDefinition(
                "rule",
                "",
                true,
                condition,
                new SeverityThresholds(Comparison.ABOVE, thresholds),
                Duration.ZERO,
                recovery,
                Matchers.ALL);
    }

    /** Times of each host in order, at even seconds. */
    private static Map<String, List<Instant>> times(Random random, int hosts, int count, int maxStep) {
        Map<String, List<Instant>> times = new TreeMap<>();
        for (int host = 1; host <= hosts; host++) {
            List<Instant> ofHost = new ArrayList<>();
            Instant time = NOON;
            for (int number = 0; number < count; number++) {
                time = time.plusSeconds(random.nextInt(maxStep / 2) * 2L);
                ofHost.add(time);
            }
            times.put("web-" + host, ofHost);
        }
        return times;
    }

    private static List<LogEvent> merged(Map<String, List<Instant>> times) {
        List<LogEvent> events = new ArrayList<>();
        times.forEach((host, ofHost) -> ofHost.forEach(
                time -> events.add(TestObservations.logEvent(PARTITION, events.size(), time, host, "text"))));
        return events.stream()
                .sorted(Comparator.comparing(LogEvent::observedAt))
                .toList();
    }
}
