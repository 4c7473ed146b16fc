package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Condition CPU = new Threshold("cpu");

    @Test
    void signals_areSamplesBySeriesInOrderOfArrival() {
        List<Signal> signals = signals(
                rule(CPU, Matchers.ALL),
                sample("web-1", NOON.plusSeconds(1), 0.9, Map.of()),
                sample("web-1", NOON, 0.1, Map.of()),
                sample("web-2", NOON, 0.7, Map.of("core", "0")));

        assertThat(signals)
                .extracting(Signal::labels, Signal::points)
                .containsExactlyInAnyOrder(
                        tuple(
                                Labels.ofHost("web-1", Map.of()),
                                List.of(new Point(NOON.plusSeconds(1), 0.9), new Point(NOON, 0.1))),
                        tuple(Labels.ofHost("web-2", Map.of("core", "0")), List.of(new Point(NOON, 0.7))));
    }

    @Test
    void spellings_areOneHost() {
        AlertRule rule = rule(CPU, Matchers.ALL);
        List<Observation> observations = List.of(
                sample("Web-1", NOON, 0.1, Map.of()),
                sample("web-1", NOON.plusSeconds(1), 0.9, Map.of()),
                sample("web-1", NOON, 0.1, Map.of("core", "A")),
                sample("web-1", NOON, 0.1, Map.of("core", "a")));

        assertThat(signals(rule, observations.toArray(Observation[]::new)))
                .extracting(Signal::labels, signal -> signal.points().size())
                .containsExactlyInAnyOrder(
                        tuple(Labels.ofHost("Web-1", Map.of()), 2),
                        tuple(Labels.ofHost("web-1", Map.of("core", "A")), 1),
                        tuple(Labels.ofHost("web-1", Map.of("core", "a")), 1));
        assertThat(RuleSet.of(1, List.of(rule), new FakeMatching())
                        .signals(
                                observations.subList(0, 1),
                                new TrackedHosts(Map.of(rule.id(), Set.of("WEB-1")), Set.of())))
                .hasSize(1);
        assertThat(Labels.ofHost("Web-1", Map.of()).fingerprint(rule))
                .isEqualTo(Labels.ofHost("web-1", Map.of()).fingerprint(rule));
    }

    @Test
    void signal_containsQueueTimeOfEachPoint() {
        List<Signal> signals = signals(
                rule(CPU, Matchers.ALL),
                new MetricSample(
                        "web-1", "cpu", 0.9, NOON.plusSeconds(540), NOON, MetricSample.Kind.GAUGE, new TreeMap<>()),
                new MetricSample(
                        "web-1", "cpu", 0.9, NOON, NOON.plusSeconds(1), MetricSample.Kind.GAUGE, new TreeMap<>()));

        assertThat(signals)
                .singleElement()
                .extracting(Signal::appendedAt)
                .isEqualTo(List.of(NOON, NOON.plusSeconds(1)));
    }

    @Test
    void eachRule_getsItsOwnSignal() {
        AlertRule one = rule(CPU, Matchers.ALL);
        AlertRule other = rule(CPU, Matchers.ALL);

        List<Signal> signals = RuleSet.of(1, List.of(one, other), new FakeMatching())
                .signals(List.of(sample("web-1", NOON, 0.9, Map.of())), TrackedHosts.NONE);

        assertThat(signals).extracting(Signal::rule).containsExactlyInAnyOrder(one, other);
        assertThat(signals).extracting(Signal::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void normalSamples_giveSignalsForTrackedHostsOnly() {
        AlertRule few = rule(CPU, Matchers.ALL);
        AlertRule many = rule(CPU, Matchers.ALL);
        AlertRule none = rule(CPU, Matchers.ALL);

        List<Signal> signals = RuleSet.of(1, List.of(few, many, none), new FakeMatching())
                .signals(
                        List.of(sample("web-1", NOON, 0.1, Map.of()), sample("web-2", NOON, 0.1, Map.of())),
                        new TrackedHosts(Map.of(few.id(), Set.of("web-1")), Set.of(many.id())));

        assertThat(signals)
                .extracting(Signal::rule, signal -> signal.labels().host())
                .containsExactlyInAnyOrder(tuple(few, "web-1"), tuple(many, "web-1"), tuple(many, "web-2"));
    }

    @Test
    void samplesNotMatched_giveNoSignal() {
        Matchers web = new Matchers(new Glob("web-*"), Glob.ANY, new TreeMap<>(Map.of("core", new Glob("0"))));

        assertThat(signals(
                        rule(CPU, web),
                        sample("db-1", NOON, 1, Map.of("core", "0")),
                        sample("web-1", NOON, 1, Map.of("core", "1"))))
                .isEmpty();
    }

    @Test
    void environmentOfHost_comesFromItsMessage() {
        Matchers prod = new Matchers(Glob.ANY, new Glob("prod"), new TreeMap<>());

        List<Signal> signals = signals(
                rule(CPU, prod),
                sample("web-1", NOON, 1, Map.of()),
                new MetricSample("web-1", "host.info", 1, NOON, Map.of("deployment.environment.name", "prod")),
                sample("web-2", NOON, 1, Map.of()));

        assertThat(signals)
                .filteredOn(signal -> !signal.isNormal())
                .extracting(signal -> signal.labels().host())
                .containsExactly("web-1");
    }

    @Test
    void matchingEvents_areCountedByGroup() {
        List<Signal> signals = signals(
                rule(count("yes", Standard.HOST), Matchers.ALL),
                event("web-1", "yes", NOON),
                event("web-1", "yes", NOON.plusSeconds(1)),
                event("web-2", "yes", NOON),
                event("web-3", "no", NOON));

        assertThat(signals)
                .extracting(
                        signal -> signal.labels().host(),
                        signal -> signal.points().size())
                .containsExactlyInAnyOrder(tuple("web-1", 2), tuple("web-2", 1));
    }

    @Test
    void withoutGroups_allEventsAreCountedTogether() {
        List<Signal> signals =
                signals(rule(count("yes"), Matchers.ALL), event("web-1", "yes", NOON), event("web-2", "yes", NOON));

        assertThat(signals).singleElement().satisfies(signal -> {
            assertThat(signal.labels()).isEqualTo(Labels.NONE);
            assertThat(signal.points()).hasSize(2);
        });
    }

    @Test
    void canaryEvents_areNotCounted() {
        assertThat(signals(rule(count("yes"), Matchers.ALL), event("web-1", LogEvent.CANARY, "yes", NOON)))
                .isEmpty();
    }

    @Test
    void eventAheadOfReceipt_countsAtReceipt() {
        List<Signal> signals = signals(rule(count("yes"), Matchers.ALL), event("web-1", "yes", NOON.plusSeconds(3600)));

        assertThat(signals.getFirst().points()).containsExactly(new Point(NOON.plusSeconds(60), 1));
    }

    @Test
    void disabledRules_giveNoSignals() {
        AlertRule off = rule(CPU, Matchers.ALL, false);

        assertThat(signals(off, sample("web-1", NOON, 1, Map.of()))).isEmpty();
        assertThat(RuleSet.of(1, List.of(off), new FakeMatching()).rules()).isEmpty();
    }

    @Test
    void ruleWithInvalidQuery_doesNotStopOthers() {
        RuleSet rules = RuleSet.of(
                1, List.of(rule(count("bad"), Matchers.ALL), rule(count("yes"), Matchers.ALL)), new FakeMatching());

        assertThat(rules.signals(List.of(event("web-1", "yes", NOON)), TrackedHosts.NONE))
                .hasSize(1);
        assertThat(rules.invalid()).extracting(RuleNotice::kind).containsExactly(RuleNotice.Kind.INVALID);
    }

    @Test
    void slowRule_isSuspendedAlone() {
        AlertRule slow = rule(count("slow"), Matchers.ALL);
        AlertRule other = rule(count("yes"), Matchers.ALL);
        AtomicLong nanos = new AtomicLong();
        RuleSuspensions suspensions = new RuleSuspensions(InstantSource.fixed(NOON), nanos::get, nanos::get);
        RuleSet rules = of(List.of(slow, other), new FakeMatching(nanos), suspensions);
        List<Observation> batch = new ArrayList<>(Collections.nCopies(200, event("web-1", "yes", NOON)));

        List<Signal> signals = rules.signals(batch, TrackedHosts.NONE);

        assertThat(signals)
                .hasSize(2)
                .allSatisfy(signal ->
                        assertThat(signal.points()).hasSize(signal.rule().equals(slow) ? 64 : 200));
        assertThat(suspensions.isSuspended(slow)).isTrue();
        assertThat(suspensions.isSuspended(other)).isFalse();
        assertThat(rules.signals(batch, TrackedHosts.NONE))
                .singleElement()
                .satisfies(signal -> assertThat(signal.rule()).isEqualTo(other));
    }

    /** On a busy machine, all rules take long. */
    @Test
    void rule_isNotSuspended_whileItsThreadWaitsForTheProcessor() {
        AtomicLong elapsed = new AtomicLong();
        RuleSuspensions suspensions =
                new RuleSuspensions(InstantSource.fixed(NOON), elapsed::get, () -> elapsed.get() / 20);
        AlertRule slow = rule(count("slow"), Matchers.ALL);
        RuleSet rules = of(List.of(slow), new FakeMatching(elapsed), suspensions);

        rules.signals(new ArrayList<>(Collections.nCopies(200, event("web-1", "yes", NOON))), TrackedHosts.NONE);

        assertThat(suspensions.isSuspended(slow)).isFalse();
    }

    @Test
    void suspension_endsWithItsPeriodOrAChange() {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        RuleSuspensions suspensions = new RuleSuspensions(now::get);
        AlertRule rule = rule(count("yes"), Matchers.ALL);
        AlertRule changed = new AlertRule(rule.id(), rule.version() + 1, rule.origin(), NOON, rule.definition());

        suspensions.suspend(rule);

        assertThat(suspensions.isSuspended(rule)).isTrue();
        assertThat(suspensions.isSuspended(changed)).isFalse();
        now.set(NOON.plus(RuleSuspensions.PERIOD));
        assertThat(suspensions.isSuspended(rule)).isFalse();
    }

    @Test
    void slowRule_isSuspendedOnABusyMachine() {
        AtomicLong elapsed = new AtomicLong();
        RuleSuspensions suspensions =
                new RuleSuspensions(InstantSource.fixed(NOON), elapsed::get, () -> elapsed.get() / 3);
        AlertRule slow = rule(count("slow"), Matchers.ALL);
        RuleSet rules = of(List.of(slow), new FakeMatching(elapsed), suspensions);

        rules.signals(new ArrayList<>(Collections.nCopies(1_000, event("web-1", "yes", NOON))), TrackedHosts.NONE);

        assertThat(suspensions.isSuspended(slow)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "600, 11, 1024, true",
        "600, 9, 1024, false",
        "10, 50, 1024, false", // the first comparisons of a quiet system
        "10, 70, 1024, true",
        "600, 40, 8388608, false", // the largest batches of a backlog
        "600, 90, 8388608, true"
    })
    void rule_isSuspended_onceItsAverageOfAMinuteIsTooHigh(
            int batches, long millis, int characters, boolean suspended) {
        AtomicLong elapsed = new AtomicLong();
        RuleSuspensions suspensions = new RuleSuspensions(InstantSource.fixed(NOON), elapsed::get, elapsed::get);
        AlertRule rule = rule(count("yes"), Matchers.ALL);

        for (int batch = 1; batch < batches; batch++) {
            suspensions.charge(rule, characters, Duration.ofMillis(millis).toNanos());
        }
        assertThat(suspensions.isSuspended(rule)).isFalse();
        elapsed.set(RuleSuspensions.USAGE_WINDOW.toNanos());
        suspensions.charge(rule, characters, Duration.ofMillis(millis).toNanos());

        assertThat(suspensions.isSuspended(rule)).isEqualTo(suspended);
    }

    @Test
    void usage_isThatOfTheLastVersionAndMinute() {
        AtomicLong elapsed = new AtomicLong();
        RuleSuspensions suspensions = new RuleSuspensions(InstantSource.fixed(NOON), elapsed::get, elapsed::get);
        AlertRule rule = rule(count("yes"), Matchers.ALL);
        AlertRule changed = new AlertRule(rule.id(), rule.version() + 1, rule.origin(), NOON, rule.definition());
        long high = Duration.ofSeconds(50).toNanos();

        suspensions.charge(rule, 1, high);
        suspensions.charge(changed, 1, 1);
        elapsed.set(RuleSuspensions.USAGE_WINDOW.toNanos());
        suspensions.charge(changed, 1, 1);
        suspensions.charge(changed, 1, 1);

        assertThat(suspensions.isSuspended(changed)).isFalse();
    }

    @Test
    void signals_chargeTheirRules() {
        AtomicLong nanos = new AtomicLong();
        RuleSuspensions suspensions = new RuleSuspensions(InstantSource.fixed(NOON), nanos::get, nanos::get);
        AlertRule slow = rule(count("slow"), Matchers.ALL);
        AlertRule other = rule(count("yes"), Matchers.ALL);
        RuleSet rules = of(List.of(slow, other), new FakeMatching(nanos), suspensions);
        List<Observation> batch = new ArrayList<>(Collections.nCopies(40, event("web-1", "yes", NOON)));

        rules.signals(batch, TrackedHosts.NONE);
        assertThat(suspensions.isSuspended(slow))
                .as("less than a second of a batch")
                .isFalse();
        nanos.addAndGet(RuleSuspensions.USAGE_WINDOW.toNanos());
        rules.signals(batch, TrackedHosts.NONE);

        assertThat(suspensions.isSuspended(slow)).isTrue();
        assertThat(suspensions.isSuspended(other)).isFalse();
    }

    private static RuleSet of(List<AlertRule> rules, FakeMatching matching, RuleSuspensions suspensions) {
        return RuleSet.of(1, AlertEngine.MAX_GROUPS, rules, matching, suspensions, new LatePoints(), Optional.empty());
    }

    private static List<Signal> signals(AlertRule rule, Observation... observations) {
        return RuleSet.of(1, List.of(rule), new FakeMatching()).signals(List.of(observations), TrackedHosts.NONE);
    }

    private static LogCount count(String query, LogField... groupBy) {
        return new LogCount(query, List.of(groupBy), Duration.ofMinutes(5));
    }

    private static AlertRule rule(Condition condition, Matchers matchers) {
        return rule(condition, matchers, true);
    }

    private static AlertRule rule(Condition condition, Matchers matchers, boolean enabled) {
        return new AlertRule(
                UUID.randomUUID(),
                1,
                AlertRule.Origin.API,
                NOON,
                new RuleDefinition(
                        "rule",
                        "",
                        enabled,
                        condition,
                        new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.5)),
                        Duration.ZERO,
                        Recovery.IMMEDIATE,
                        matchers));
    }

    private static MetricSample sample(String host, Instant at, double value, Map<String, String> attributes) {
        return new MetricSample(host, "cpu", value, at, attributes);
    }

    private static LogEvent event(String host, String message, Instant at) {
        return event(host, "shop", message, at);
    }

    private static LogEvent event(String host, String application, String message, Instant at) {
        return new LogEvent(
                UUID.randomUUID(),
                at,
                NOON.plusSeconds(60),
                host,
                Level.INFO,
                message,
                LogTexts.of("prod", application),
                List.of(),
                JsonObject.EMPTY);
    }

    /**
     * Matches messages that equal the query; supports the field host.
     *
     * @param nanos clock that a slow query advances
     */
    private record FakeMatching(AtomicLong nanos) implements LogMatching {

        FakeMatching() {
            this(new AtomicLong());
        }

        @Override
        public Predicate<LogEvent> matching(String query) {
            if (query.equals("bad")) {
                throw new InvalidDefinitionException("condition.query", query, "a query");
            }
            if (query.equals("slow")) {
                return event -> nanos.addAndGet(20_000_000) > 0;
            }
            return event -> event.message().equals(query);
        }

        @Override
        public Function<LogEvent, String> value(LogField field) {
            return LogEvent::host;
        }
    }
}
