package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** In-memory rules. Thread-safe. */
final class FakeAlertRules implements AlertRules {

    private final Map<UUID, AlertRule> rules = new LinkedHashMap<>();
    private long version;

    @Override
    public synchronized long version() {
        return version;
    }

    @Override
    public synchronized List<AlertRule> list() {
        return rules.values().stream()
                .sorted(Comparator.comparing(rule -> folded(rule.definition())))
                .toList();
    }

    @Override
    public synchronized Optional<AlertRule> find(UUID id) {
        return Optional.ofNullable(rules.get(id));
    }

    @Override
    public synchronized AlertRule create(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now) {
        if (rules.containsKey(id)) {
            throw new DuplicateNameException("rule", definition.name());
        }
        return put(id, origin, definition, now);
    }

    @Override
    public synchronized Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now) {
        return find(id).map(
                        rule -> rule.definition().equals(definition) ? rule : put(id, rule.origin(), definition, now));
    }

    private AlertRule put(UUID id, Origin origin, RuleDefinition definition, Instant now) {
        boolean taken = rules.values().stream()
                .anyMatch(rule ->
                        !rule.id().equals(id) && folded(rule.definition()).equals(folded(definition)));
        if (taken) {
            throw new DuplicateNameException("rule", definition.name());
        }
        AlertRule rule = new AlertRule(id, ++version, origin, now, definition);
        rules.put(id, rule);
        return rule;
    }

    @Override
    public synchronized boolean delete(UUID id, Actor actor, Instant now) {
        boolean deleted = rules.remove(id) != null;
        version += deleted ? 1 : 0;
        return deleted;
    }

    @Override
    public List<RuleWarning> warnings() {
        return List.of();
    }

    private static String folded(RuleDefinition definition) {
        return definition.name().toLowerCase(Locale.ROOT);
    }
}
