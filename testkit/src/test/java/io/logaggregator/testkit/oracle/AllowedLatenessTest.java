package io.logaggregator.testkit.oracle;

import static io.logaggregator.testkit.oracle.EngineInMemory.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of log counts that arrive late. Times are seconds since noon. */
class AllowedLatenessTest {

    private static final int SEQUENCES = 60;
    private static final int WINDOW = 60;

    /** An event with its time and the time when it entered the queue. */
    private record Sent(String host, double at, double queued) {

        LogEvent event(int number) {
            Instant observedAt = second(at);
            return new LogEvent(
                    EventId.of(0, number, 0, observedAt),
                    observedAt,
                    second(queued),
                    second(queued),
                    host,
                    Level.ERROR,
                    "text",
                    LogTexts.EMPTY,
                    List.of(),
                    JsonObject.EMPTY);
        }
    }

    private static Instant second(double second) {
        return NOON.plusMillis(Math.round(second * 1000));
    }

    /** Any cut into batches, any evaluation of time in between, and any interleaving of the groups. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void transitions_dependOnOrderOfQueueOnly(long seed) {
        Random random = new Random(seed);
        int transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            RuleDefinition rule = rule(random, random.nextInt(3) * 150);
            List<Sent> events = events(random, 3, delay(random));
            EngineInMemory burst = replay(rule, events, events.size(), random, false);
            EngineInMemory single = replay(rule, events, 1, random, true);
            EngineInMemory batches = replay(rule, events, 2 + random.nextInt(9), random, true);
            for (int group = 1; group <= 3; group++) {
                String host = "web-" + group;
                List<Sent> ofHost =
                        events.stream().filter(event -> event.host.equals(host)).toList();
                List<ExpectedTransition> expected = burst.transitions(host);
                transitions += expected.size();
                assertThat(single.transitions(host)).as("%d %s", sequence, rule).isEqualTo(expected);
                assertThat(batches.transitions(host))
                        .as("%d %s", sequence, rule)
                        .isEqualTo(expected);
                assertThat(replay(rule, ofHost, 3, random, true).transitions(host))
                        .as("%d %s", sequence, rule)
                        .isEqualTo(expected);
            }
        }
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    /** A host whose events take the same time to the queue is not late, however long that is. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void steadyLag_changesNothing(long seed) {
        Random random = new Random(seed);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            RuleDefinition rule = rule(random, random.nextInt(2) * 300);
            int lag = random.nextInt(7_200);
            List<Sent> events = events(random, 1, _ -> lag);
            List<Sent> onTime = events.stream()
                    .map(event -> new Sent(event.host, event.at, event.at))
                    .toList();

            assertThat(replay(rule, events, 4, random, true).transitions("web-1"))
                    .isEqualTo(replay(rule, onTime, 7, random, false).transitions("web-1"));
        }
    }

    /**
     * Events that arrive in another order, less than 5 seconds late: each alert ends when it would end in order, and alerts
     * that last longer than that are the same.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void disorderWithinTolerance_endsAlertsAsInOrder(long seed) {
        Random random = new Random(seed);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            RuleDefinition rule = rule(random, 300, Map.of(Severity.HIGH, 4.0 + random.nextInt(3)));
            List<Sent> events = events(random, 1, _ -> random.nextInt(5));
            List<ExpectedTransition> inOrder = LogCountOracle.transitions(
                    rule,
                    events.stream().map(event -> second(event.at)).sorted().toList());
            List<ExpectedTransition> actual =
                    replay(rule, events, 3, random, true).transitions("web-1");

            List<Instant> expectedEnds = ends(inOrder);
            assertThat(expectedEnds).containsAll(ends(actual));
            for (int index = 0; index < inOrder.size(); index += 2) {
                Instant end = inOrder.get(index + 1).at();
                if (Duration.between(inOrder.get(index).at(), end).toSeconds() > 5) {
                    assertThat(ends(actual)).contains(end);
                }
            }
        }
    }

    private static List<Instant> ends(List<ExpectedTransition> transitions) {
        return transitions.stream()
                .filter(one -> one.kind() == Kind.RESOLVED)
                .map(ExpectedTransition::at)
                .toList();
    }

    /** A whole incident that arrives late, with nothing after it: the alert is that of the incident in order. */
    @Test
    void lateIncident_givesAlertOfIncident() {
        RuleDefinition rule = rule(300);
        List<Sent> events = new ArrayList<>(List.of(new Sent("web-1", 0, 0), new Sent("web-1", 290, 290)));
        IntStream.range(0, 6).forEach(number -> events.add(new Sent("web-1", 20 + 2 * number, 300)));

        assertThat(timeline(replay(rule, events, 1, new Random(1), true))).containsExactly("OPENED 28", "RESOLVED 80");
        assertThat(timeline(replay(rule, events, 8, new Random(1), false))).containsExactly("OPENED 28", "RESOLVED 80");
    }

    @Test
    void eventOlderThanLateness_isNotEvaluated() {
        List<Sent> events = new ArrayList<>(List.of(new Sent("web-1", 400, 400)));
        IntStream.range(0, 6).forEach(number -> events.add(new Sent("web-1", 20 + 2 * number, 401)));

        EngineInMemory engine = replay(rule(300), events, 1, new Random(1), true);

        assertThat(timeline(engine)).isEmpty();
        assertThat(engine.noticed(RuleNotice.Kind.LATE_EVENTS)).isEqualTo(6);
        assertThat(timeline(replay(rule(380), events, 1, new Random(1), true)))
                .containsExactly("OPENED 30", "RESOLVED 80");
    }

    /** The counts at and before the end of an alert are closed, also for the next end of a window. */
    @Test
    void lateEventBeforeEndOfAlert_opensNothing() {
        RuleDefinition rule = rule(300);
        EngineInMemory engine = new EngineInMemory(rule);
        List<LogEvent> first = IntStream.range(0, 6)
                .mapToObj(number -> new Sent("web-1", 2 * number, 2 * number).event(number))
                .toList();
        engine.batch(first);
        engine.tick(second(65));
        engine.batch(IntStream.range(0, 6)
                .mapToObj(number -> new Sent("web-1", 55, 66).event(10 + number))
                .toList());
        engine.tick(second(600));

        assertThat(timeline(engine)).containsExactly("OPENED 10", "RESOLVED 60");
    }

    /** Late events before the end of an alert still count at the times of later events. */
    @Test
    void lateEventBeforeEndOfAlert_countsAtLaterEvent() {
        EngineInMemory engine = new EngineInMemory(rule(300));
        engine.batch(IntStream.range(0, 6)
                .mapToObj(number -> new Sent("web-1", 2 * number, 2 * number).event(number))
                .toList());
        engine.tick(second(65));
        engine.batch(IntStream.range(0, 4)
                .mapToObj(number -> new Sent("web-1", number < 3 ? 55 : 66, 66).event(10 + number))
                .toList());
        engine.tick(second(600));

        assertThat(timeline(engine)).containsExactly("OPENED 10", "RESOLVED 60", "OPENED 66", "RESOLVED 68");
    }

    private static List<String> timeline(EngineInMemory engine) {
        return engine.transitions("web-1").stream()
                .map(one -> one.kind() + " " + Duration.between(NOON, one.at()).toSeconds())
                .toList();
    }

    private static EngineInMemory replay(
            RuleDefinition rule, List<Sent> events, int batch, Random random, boolean ticks) {
        EngineInMemory engine = new EngineInMemory(rule);
        for (int from = 0; from < events.size(); from += batch) {
            int first = from;
            List<Sent> part = events.subList(from, Math.min(events.size(), from + batch));
            engine.batch(IntStream.range(0, part.size())
                    .mapToObj(index -> part.get(index).event(first + index))
                    .toList());
            if (ticks && random.nextBoolean()) {
                double queued = part.getLast().queued;
                double next = from + batch < events.size() ? events.get(from + batch).queued : queued;
                engine.tick(second(queued + random.nextDouble() * (next - queued)));
            }
        }
        return engine.end();
    }

    private static IntUnaryOperator delay(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> _ -> 0;
            case 1 -> _ -> random.nextInt(20);
            case 2 -> group -> 40 * group;
            default -> _ -> random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(3);
        };
    }

    /** Events of groups in the order of the queue. */
    private static List<Sent> events(Random random, int groups, IntUnaryOperator delay) {
        List<Sent> events = new ArrayList<>();
        for (int group = 1; group <= groups; group++) {
            double time = 0;
            for (int number = 0; number < 40; number++) {
                time += 2 + random.nextInt(random.nextInt(6) == 0 ? 120 : 12);
                events.add(new Sent("web-" + group, time, time + delay.applyAsInt(group)));
            }
        }
        events.sort(Comparator.comparingDouble(Sent::queued));
        return events;
    }

    private static RuleDefinition rule(int lateness) {
        return rule(lateness, Map.of(Severity.HIGH, 5.0), Recovery.IMMEDIATE);
    }

    private static RuleDefinition rule(Random random, int lateness) {
        double lowest = 4 + random.nextInt(3);
        return rule(
                random,
                lateness,
                random.nextBoolean()
                        ? Map.of(Severity.HIGH, lowest)
                        : Map.of(Severity.LOW, lowest, Severity.HIGH, lowest + 2, Severity.CRITICAL, lowest + 4));
    }

    private static RuleDefinition rule(Random random, int lateness, Map<Severity, Double> thresholds) {
        return rule(
                lateness,
                thresholds,
                new Recovery(
                        random.nextBoolean() ? OptionalDouble.of(3) : OptionalDouble.empty(),
                        Duration.ofSeconds(random.nextInt(3) * 11L)));
    }

    private static RuleDefinition rule(int lateness, Map<Severity, Double> thresholds, Recovery recovery) {
        return new RuleDefinition(
                "rule",
                "",
                true,
                new LogCount(
                        "", List.of(LogField.Standard.HOST), Duration.ofSeconds(WINDOW), Duration.ofSeconds(lateness)),
                new SeverityThresholds(Comparison.ABOVE, thresholds),
                Duration.ZERO,
                recovery,
                Matchers.ALL);
    }
}
