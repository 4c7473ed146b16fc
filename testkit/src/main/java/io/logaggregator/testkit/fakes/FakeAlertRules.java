package io.logaggregator.testkit.fakes;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** In-memory rules without alerts. Thread-safe. */
public final class FakeAlertRules implements AlertRules {

    private final Map<UUID, AlertRule> rules = new LinkedHashMap<>();
    private final List<Actor> actors = new ArrayList<>();
    private final List<RuleWarning> warnings = new ArrayList<>();
    private long version;

    public synchronized void clear() {
        rules.clear();
        actors.clear();
        warnings.clear();
        version = 0;
    }

    /** The actors of the changes, in order. */
    public synchronized List<Actor> actors() {
        return List.copyOf(actors);
    }

    public synchronized void add(RuleWarning warning) {
        warnings.add(warning);
    }

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
        if (rules.size() >= MAX_COUNT) {
            throw new CountLimitException("rule", MAX_COUNT);
        }
        return put(id, origin, definition, actor, now);
    }

    @Override
    public synchronized Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now) {
        return find(id).map(rule ->
                rule.definition().equals(definition) ? rule : put(id, rule.origin(), definition, actor, now));
    }

    private AlertRule put(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now) {
        RuleReferences.check(new AlertRule(id, 0, origin, now, definition), list());
        boolean duplicate = rules.values().stream()
                .anyMatch(rule ->
                        !rule.id().equals(id) && folded(rule.definition()).equals(folded(definition)));
        if (duplicate) {
            throw new DuplicateNameException("rule", definition.name());
        }
        AlertRule rule = new AlertRule(id, ++version, origin, now, definition);
        rules.put(id, rule);
        actors.add(actor);
        return rule;
    }

    @Override
    public synchronized boolean delete(UUID id, Actor actor, Instant now) {
        if (rules.remove(id) == null) {
            return false;
        }
        version++;
        actors.add(actor);
        return true;
    }

    @Override
    public synchronized List<RuleWarning> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public synchronized void recordSuspension(UUID id, Instant at, Instant until) {
        warnings.add(new RuleWarning.Suspended(id, at, until));
    }

    private static String folded(RuleDefinition definition) {
        return definition.name().toLowerCase(Locale.ROOT);
    }
}
