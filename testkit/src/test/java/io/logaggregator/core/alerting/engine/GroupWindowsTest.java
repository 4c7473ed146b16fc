package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertChanges;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupWindowsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int SEQUENCES = 200;
    private static final int GROUPS = 4;

    private final FakeAlertStates store = new FakeAlertStates();

    /** Sessions take turns at random, lose what they retain, and windows are compacted in between. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void transitions_equalThoseOfSingleStates(long seed) {
        Random random = new Random(seed);
        int transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            AlertRule rule = rule(1, "q", 60, recovery(random));
            FakeAlertStates states = new FakeAlertStates();
            states.put(rule);
            List<AlertEngine> sessions = new ArrayList<>(List.of(new AlertEngine(states), new AlertEngine(states)));
            Map<String, AlertState> expectedStates = new HashMap<>();
            Map<String, List<AlertTransition>> expected = new TreeMap<>();
            int second = 0;
            for (int batch = 0; batch < 30; batch++) {
                second += random.nextInt(20);
                List<Signal> signals = signals(rule, second, random);
                for (Signal signal : signals) {
                    String host = signal.labels().host();
                    Evaluation evaluation = Evaluator.evaluate(
                            signal, expectedStates.getOrDefault(host, AlertState.inactive(Instant.MIN)));
                    expectedStates.put(host, evaluation.state());
                    expected.computeIfAbsent(host, _ -> new ArrayList<>()).addAll(evaluation.transitions());
                }
                int session = random.nextInt(2);
                evaluate(sessions.get(session), signals, random.nextInt(5) > 0);
                if (random.nextInt(10) == 0) {
                    sessions.set(session, new AlertEngine(states));
                }
                if (random.nextInt(10) == 0) {
                    new AlertEngine(states).compactWindows(List.of(rule), NOON);
                }
            }
            for (int group = 0; group < GROUPS; group++) {
                String host = host(group);
                assertThat(states.transitions(host))
                        .as("seed %d, sequence %d, group %d", seed, sequence, group)
                        .isEqualTo(expected.getOrDefault(host, List.of()));
            }
            transitions += states.transitions().size();
        }
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    private static void evaluate(AlertEngine session, List<Signal> signals, boolean isReported) {
        session.evaluate(0, (_, _) -> signals, List.of());
        if (isReported) {
            session.committed();
        }
    }

    private static List<Signal> signals(AlertRule rule, int second, Random random) {
        return random.ints(0, GROUPS)
                .limit(1 + random.nextInt(3))
                .distinct()
                .mapToObj(group -> signal(
                        rule,
                        host(group),
                        IntStream.range(0, 1 + random.nextInt(4))
                                .map(_ -> second + random.nextInt(5) - (random.nextInt(8) == 0 ? 60 : 0))
                                .toArray()))
                .toList();
    }

    private static Recovery recovery(Random random) {
        return random.nextBoolean()
                ? Recovery.IMMEDIATE
                : new Recovery(OptionalDouble.of(2), Duration.ofSeconds(random.nextInt(20)));
    }

    private static String host(int group) {
        return "web-" + group;
    }

    @Test
    void groups_haveNoState_belowThreshold() {
        AlertEngine session = new AlertEngine(store);
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        evaluate(session, List.of(signal(rule, "web-1", 1, 2, 3)), true);

        assertThat(store.stateCount()).isZero();

        evaluate(session, List.of(signal(rule, "web-1", 4, 5, 6)), true);

        assertThat(store.stateCount()).isEqualTo(1);
        assertThat(kinds()).containsExactly(Kind.OPENED);

        evaluate(session, List.of(signal(rule, "web-1", 100)), true);

        assertThat(store.stateCount()).isZero();
        assertThat(kinds()).containsExactly(Kind.OPENED, Kind.RESOLVED);
    }

    @Test
    void spellings_areOneGroup_withTheFirstAsLabel() {
        AlertEngine session = new AlertEngine(store);
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        evaluate(session, List.of(signal(rule, "Web-1", 1, 2, 3)), true);
        evaluate(new AlertEngine(store), List.of(signal(rule, "WEB-1", 4, 5, 6)), true);
        evaluate(session, List.of(signal(rule, "web-1", 7, 8, 9)), true);

        assertThat(store.transitions("Web-1")).isEqualTo(store.transitions());
        assertThat(kinds()).containsExactly(Kind.OPENED, Kind.RAISED);
    }

    @Test
    void spellings_countAsOneGroup_inTheLimit() {
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        AlertEngine session = new AlertEngine(store);
        for (String prefix : List.of("web-", "WEB-")) {
            evaluate(
                    session,
                    IntStream.range(0, AlertEngine.MAX_GROUPS)
                            .mapToObj(group -> signal(rule, prefix + group, 1))
                            .toList(),
                    true);
        }

        assertThat(store.notices()).isEmpty();
    }

    /** As a version stored them that compared labels exactly. */
    @Test
    void storedSpellings_countOnTheFirst() {
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        GroupWindows stored =
                new GroupWindows(rule, (LogCount) rule.definition().condition());
        for (String host : List.of("web-1", "WEB-1")) {
            stored.add(stored.create(Labels.ofHost(host, Map.of())), signal(rule, host, 1, 2));
        }
        store.save(windows(stored.takeChange(rule.id()).orElseThrow()));
        evaluate(new AlertEngine(store), List.of(signal(rule, "Web-1", 3, 4, 5)), true);
        new AlertEngine(store).compactWindows(List.of(rule), NOON);

        assertThat(kinds()).isEmpty();

        evaluate(new AlertEngine(store), List.of(signal(rule, "Web-1", 6)), true);

        assertThat(store.transitions("web-1")).hasSize(1);
    }

    private static AlertChanges windows(AlertChanges.WindowChange change) {
        return new AlertChanges(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(change));
    }

    @Test
    void groups_areLimited_withThoseOfStates() {
        AlertEngine session = new AlertEngine(store);
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        evaluate(session, List.of(signal(rule, "firing", 1, 2, 3, 4, 5, 6)), true);
        evaluate(
                session,
                IntStream.range(0, AlertEngine.MAX_GROUPS)
                        .mapToObj(group -> signal(rule, host(group), 7))
                        .toList(),
                true);

        assertThat(store.notices())
                .singleElement()
                .satisfies(noticed -> assertThat(noticed.notice().count()).isEqualTo(1));
    }

    @Test
    void groups_withLongLabels_haveAState() {
        String host = "x".repeat(1_001);
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        evaluate(new AlertEngine(store), List.of(signal(rule, host, 1, 2, 3)), true);

        assertThat(store.stateCount()).isEqualTo(1);

        evaluate(new AlertEngine(store), List.of(signal(rule, host, 4, 5, 6)), true);

        assertThat(kinds()).containsExactly(Kind.OPENED);
    }

    @Test
    void changedQuery_restartsCounts_alsoForOldSessions() {
        AlertRule before = rule(1, "q", 60, Recovery.IMMEDIATE);
        AlertRule after = rule(2, "other", 60, Recovery.IMMEDIATE);
        AlertEngine old = new AlertEngine(store);
        evaluate(old, List.of(signal(before, "web-1", 1, 2, 3, 4)), true);
        edit(before, after);
        evaluate(old, List.of(signal(before, "web-1", 5, 6)), true); // has not read the edit yet
        evaluate(new AlertEngine(store), List.of(signal(after, "web-1", 7, 8, 9, 10)), true);

        assertThat(kinds()).isEmpty();

        evaluate(new AlertEngine(store), List.of(signal(after, "web-1", 11, 12)), true);

        assertThat(kinds()).containsExactly(Kind.OPENED);
    }

    @Test
    void changedWindow_continuesCounts() {
        AlertRule before = rule(1, "q", 60, Recovery.IMMEDIATE);
        AlertRule after = rule(2, "q", 120, Recovery.IMMEDIATE);
        evaluate(new AlertEngine(store), List.of(signal(before, "web-1", 1, 2, 3, 4)), true);
        edit(before, after);
        evaluate(new AlertEngine(store), List.of(signal(after, "web-1", 80, 81)), true);

        assertThat(kinds()).containsExactly(Kind.OPENED);
    }

    private void edit(AlertRule before, AlertRule after) {
        new AlertEngine(store).edit(new RuleEdit(before.definition(), after.definition()), after, "me", NOON);
    }

    @Test
    void removedHost_hasNoCounts() {
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        AlertEngine session = new AlertEngine(store);
        evaluate(session, List.of(signal(rule, "web-1", 1, 2, 3, 4), signal(rule, "web-2", 1, 2, 3, 4)), true);
        new AlertEngine(store).removeHosts(List.of("web-1"), "removed", "me", NOON);
        evaluate(session, List.of(signal(rule, "web-1", 5, 6), signal(rule, "web-2", 5, 6)), true);

        assertThat(store.transitions("web-1")).isEmpty();
        assertThat(store.transitions("web-2")).hasSize(1);
    }

    @Test
    void compaction_removesEmptyGroups() {
        AlertRule rule = rule(1, "q", 60, Recovery.IMMEDIATE);
        AlertEngine session = new AlertEngine(store);
        evaluate(
                session,
                IntStream.range(0, AlertEngine.MAX_GROUPS)
                        .mapToObj(group -> signal(rule, host(group), 1))
                        .toList(),
                true);
        new AlertEngine(store).compactWindows(List.of(rule), NOON.plusSeconds(1 + 60 + 300 + 5 + 600));
        evaluate(session, List.of(signal(rule, "another", 1_000)), true);

        assertThat(store.notices()).isEmpty();
    }

    private List<Kind> kinds() {
        return store.transitions().stream().map(AlertTransition::kind).collect(Collectors.toList());
    }

    private static AlertRule rule(long version, String query, int window, Recovery recovery) {
        return new AlertRule(
                new UUID(1, 2),
                version,
                Origin.API,
                NOON,
                new RuleDefinition(
                        "errors",
                        "",
                        true,
                        new LogCount(query, List.of(Standard.HOST), Duration.ofSeconds(window)),
                        new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.MEDIUM, 5.0, Severity.HIGH, 8.0)),
                        Duration.ZERO,
                        recovery,
                        Matchers.ALL));
    }

    private static Signal signal(AlertRule rule, String host, int... seconds) {
        return new Signal(
                rule,
                Labels.ofHost(host, Map.of()),
                IntStream.of(seconds)
                        .mapToObj(second -> new Point(NOON.plusSeconds(second), 1))
                        .toList());
    }
}
