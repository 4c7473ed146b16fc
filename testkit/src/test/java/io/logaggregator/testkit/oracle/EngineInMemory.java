package io.logaggregator.testkit.oracle;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import io.logaggregator.testkit.fakes.FakeLogMatching;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The engine with one rule and states in memory. */
final class EngineInMemory {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final FakeAlertStates states = new FakeAlertStates();
    private final RuleSet rules;

    EngineInMemory(RuleDefinition definition) {
        rules = RuleSet.of(
                1, List.of(new AlertRule(new UUID(1, 2), 1, Origin.API, NOON, definition)), FakeLogMatching.ALL);
        rules.rules().forEach(states::put);
    }

    void batch(List<? extends Observation> observations) {
        states.ingest(rules, observations);
    }

    /** Lets time pass. */
    void tick(Instant watermark) {
        AlertEngine engine = new AlertEngine(states);
        engine.evaluateDue(rules.rules(), watermark, 1000);
        for (AlertRule rule : rules.rules()) {
            if (rule.definition().condition() instanceof NoData noData) {
                engine.evaluateNoData(rule, noData, watermark, 1000);
            }
        }
    }

    void deleteInactive() {
        states.deleteInactive();
    }

    /** Lets two days pass. */
    EngineInMemory end() {
        tick(NOON.plus(Duration.ofDays(2)));
        return this;
    }

    /** The number of occurrences in all notices of a kind. */
    long noticed(RuleNotice.Kind kind) {
        return states.notices().stream()
                .filter(one -> one.notice().kind() == kind)
                .mapToLong(one -> one.notice().count())
                .sum();
    }

    List<ExpectedTransition> transitions(String host) {
        List<ExpectedTransition> transitions = new ArrayList<>();
        Instant openedAt = Instant.MIN;
        UUID alert = new UUID(0, 0);
        for (AlertTransition transition : states.transitions(host)) {
            if (!transition.alertId().equals(alert)) {
                alert = transition.alertId();
                openedAt = transition.at();
            }
            transitions.add(
                    new ExpectedTransition(transition.kind(), transition.severity(), transition.at(), openedAt));
        }
        return transitions;
    }

    @Override
    public String toString() {
        return rules.rules().toString();
    }
}
