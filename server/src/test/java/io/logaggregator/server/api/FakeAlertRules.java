package io.logaggregator.server.api;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rules in memory, as the store keeps them, but for their alerts. */
public final class FakeAlertRules implements AlertRules {

    /** Who made each change, in order. */
    public final List<Actor> actors = new ArrayList<>();

    final List<RuleWarning> notices = new ArrayList<>();
    private final Map<UUID, AlertRule> rules = new LinkedHashMap<>();
    private long version;

    void clear() {
        actors.clear();
        notices.clear();
        rules.clear();
        version = 0;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public List<AlertRule> list() {
        return rules.values().stream()
                .sorted(Comparator.comparing(rule -> rule.definition().name()))
                .toList();
    }

    @Override
    public Optional<AlertRule> find(UUID id) {
        return Optional.ofNullable(rules.get(id));
    }

    @Override
    public AlertRule create(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now) {
        refuseTaken(id, definition.name());
        return put(new AlertRule(id, version + 1, origin, now, definition), actor);
    }

    @Override
    public Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now) {
        Optional<AlertRule> found = find(id);
        if (found.isEmpty() || found.get().definition().equals(definition)) {
            return found;
        }
        refuseTaken(id, definition.name());
        return Optional.of(put(new AlertRule(id, version + 1, found.get().origin(), now, definition), actor));
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        if (rules.remove(id) == null) {
            return false;
        }
        version++;
        actors.add(actor);
        return true;
    }

    @Override
    public List<RuleWarning> warnings() {
        return List.copyOf(notices);
    }

    private AlertRule put(AlertRule rule, Actor actor) {
        version++;
        actors.add(actor);
        rules.put(rule.id(), rule);
        return rule;
    }

    private void refuseTaken(UUID id, String name) {
        boolean taken = rules.values().stream()
                .anyMatch(rule ->
                        !rule.id().equals(id) && rule.definition().name().equalsIgnoreCase(name));
        if (taken) {
            throw new DuplicateNameException("rule", name);
        }
    }
}
