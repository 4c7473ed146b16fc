package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.testkit.TestObservations;
import io.logaggregator.testkit.fakes.FakeAlertRules;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RuleSuspensionTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final FakeAlertRules stored = new FakeAlertRules();
    private final CachedRules cached = new CachedRules(stored, new SlowMatching(), InstantSource.fixed(NOON));

    @Test
    void suspension_isRecordedOnce() {
        AlertRule rule = stored.create(new UUID(1, 1), Origin.API, count("rule", "slow"), Actor.SYSTEM, NOON);
        LogEvent event = TestObservations.logEvent(new Partition("logs", "id", 0), 1, NOON, "web-1", "hello");

        await().atMost(Duration.ofMinutes(5))
                .until(
                        () -> { // not while the thread mostly waits for the processor
                            cached.get().signals(Collections.nCopies(128, event));
                            return cached.inError() == 1;
                        });
        cached.refresh();
        cached.refresh();

        assertThat(cached.inError()).isEqualTo(1);
        assertThat(stored.notices())
                .containsExactly(new RuleNotice(
                        rule.id(), RuleNotice.Kind.SUSPENDED, "", 1, 0, NOON, NOON.plus(RuleSuspensions.PERIOD)));
    }

    @Test
    void inError_countsEachRuleOnce_onceItsErrorIsRecorded() {
        AlertRule failed = stored.create(new UUID(1, 1), Origin.API, count("a", "a"), Actor.SYSTEM, NOON);
        AlertRule disabled =
                stored.create(new UUID(1, 2), Origin.API, count("b", "b").withEnabled(false), Actor.SYSTEM, NOON);
        AlertRule invalid = stored.create(new UUID(1, 3), Origin.API, count("c", "invalid"), Actor.SYSTEM, NOON);
        AlertRule noticed = stored.create(new UUID(1, 4), Origin.API, count("d", "d"), Actor.SYSTEM, NOON);
        stored.record(new RuleNotice(failed.id(), RuleNotice.Kind.EVALUATION_FAILED, "", 1, 0, NOON, null));
        stored.record(new RuleNotice(failed.id(), RuleNotice.Kind.SUSPENDED, "", 1, 0, NOON, NOON.plusSeconds(1)));
        stored.record(new RuleNotice(disabled.id(), RuleNotice.Kind.EVALUATION_FAILED, "", 1, 0, NOON, null));
        stored.record(new RuleNotice(noticed.id(), RuleNotice.Kind.SUSPENDED, "", 1, 0, NOON, NOON));
        stored.record(RuleNotice.at(noticed.id(), RuleNotice.Kind.UNCOUNTED_GROUPS, "1000", 1, NOON));

        cached.refresh();

        assertThat(cached.inError()).isEqualTo(2);
        assertThat(cached.get().invalid()).extracting(RuleNotice::ruleId).containsExactly(invalid.id());
    }

    private static RuleDefinition count(String name, String query) {
        return new RuleDefinition(
                name,
                "",
                true,
                new Condition.LogCount(query, List.of(), Duration.ofMinutes(5)),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.5)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    /** Matches after 20 ms of processor time. */
    private static final class SlowMatching implements LogMatching {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        @Override
        public Predicate<LogEvent> matching(String query) {
            if (query.equals("invalid")) {
                throw new InvalidDefinitionException("condition.query", query, "a query");
            }
            return event -> {
                long begin = THREADS.getCurrentThreadCpuTime();
                while (THREADS.getCurrentThreadCpuTime() - begin < 20_000_000) {
                    Thread.onSpinWait();
                }
                return true;
            };
        }

        @Override
        public Function<LogEvent, String> value(LogField field) {
            return LogEvent::host;
        }
    }
}
