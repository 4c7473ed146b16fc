package io.logaggregator.server.alerting;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Rules. */
record ConfiguredRules(AlertRules rules, InstantSource clock) implements Configured<RuleDefinition> {

    @Override
    public String kind() {
        return "rule";
    }

    @Override
    public String nameOf(RuleDefinition definition) {
        return definition.name();
    }

    @Override
    public List<Present> present() {
        return rules.list().stream()
                .map(rule ->
                        new Present(rule.id(), rule.origin(), rule.definition().name()))
                .toList();
    }

    @Override
    public void create(UUID id, RuleDefinition definition) {
        rules.create(id, Origin.PROVISIONED, definition, Actor.SYSTEM, clock.instant());
    }

    @Override
    public void update(UUID id, RuleDefinition definition) {
        rules.update(id, definition, Actor.SYSTEM, clock.instant());
    }

    @Override
    public void delete(UUID id) {
        rules.delete(id, Actor.SYSTEM, clock.instant());
    }
}
