package io.logaggregator.testkit.fakes;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private final List<RuleNotice> notices = new ArrayList<>();
    private final Map<UUID, Effect> effects = new HashMap<>();
    private int alreadySilent;
    private long version;

    public synchronized void clear() {
        rules.clear();
        actors.clear();
        notices.clear();
        effects.clear();
        alreadySilent = 0;
        version = 0;
    }

    /** The actors of the changes, in order. */
    public synchronized List<Actor> actors() {
        return List.copyOf(actors);
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
    public synchronized Optional<Edited> edit(
            UUID id, RuleDefinition definition, Actor actor, Instant now, boolean dryRun) {
        return find(id).map(rule -> {
            AlertRule edited = rule.definition().equals(definition)
                    ? rule
                    : dryRun
                            ? new AlertRule(id, version + 1, rule.origin(), now, definition)
                            : changed(id, rule.origin(), definition, actor, now);
            return new Edited(edited, effects.getOrDefault(id, Effect.NONE));
        });
    }

    private AlertRule changed(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now) {
        AlertRule rule = put(id, origin, definition, actor, now);
        notices.removeIf(notice -> notice.ruleId().equals(id));
        return rule;
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
    public synchronized Optional<Effect> delete(UUID id, Actor actor, Instant now, boolean dryRun) {
        if (!rules.containsKey(id)) {
            return Optional.empty();
        }
        if (!dryRun) {
            rules.remove(id);
            version++;
            actors.add(actor);
        }
        return Optional.of(effects.getOrDefault(id, Effect.NONE));
    }

    @Override
    public synchronized int alreadySilent(AlertRule rule, Instant now) {
        return rule.definition().condition() instanceof NoData ? alreadySilent : 0;
    }

    /** Sets the effect of edits of a rule. */
    public synchronized void setEffect(UUID id, Effect effect) {
        effects.put(id, effect);
    }

    /** Sets the number of hosts that send nothing already. */
    public synchronized void setAlreadySilent(int count) {
        alreadySilent = count;
    }

    @Override
    public synchronized List<RuleNotice> notices() {
        return List.copyOf(notices);
    }

    @Override
    public synchronized void record(RuleNotice notice) {
        RuleNotice recorded = notices.stream()
                .filter(other -> isSameKind(other, notice))
                .findFirst()
                .map(other -> other.and(notice))
                .orElse(notice);
        notices.removeIf(other -> isSameKind(other, notice));
        notices.add(recorded);
    }

    private static boolean isSameKind(RuleNotice one, RuleNotice other) {
        return one.ruleId().equals(other.ruleId()) && one.kind() == other.kind();
    }

    private static String folded(RuleDefinition definition) {
        return definition.name().toLowerCase(Locale.ROOT);
    }
}
