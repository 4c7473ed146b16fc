package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The rules, shared by all instances. Every change commits an audit entry with it and increases {@link #version}; so
 * does every change of a channel.
 *
 * <p>Deleting or disabling a rule, or changing the numbers that it evaluates, resolves its open alerts as the same actor;
 * other matchers resolve those that no longer match. Channels are notified of this like of any other transition. Any other
 * edit emits nothing by itself.
 */
public interface AlertRules {

    /** Number of rules. Each is held in memory, and lists are complete. */
    int MAX_COUNT = 1000;

    /** Cheap: read several times a second. */
    long version();

    /** All rules, enabled or not, by name. */
    List<AlertRule> list();

    Optional<AlertRule> find(UUID id);

    /**
     * Adds a rule.
     *
     * @throws InvalidDefinitionException when a member of a composite rule does not exist, or leads back to it
     * @throws DuplicateNameException when another rule has the name, or the rule exists already
     * @throws CountLimitException when there are {@link #MAX_COUNT}
     */
    AlertRule create(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now);

    /**
     * Replaces the definition of a rule. An equal definition changes nothing, and uses no version.
     *
     * @param dryRun whether to compute the result without the change
     * @return empty if there is no such rule
     * @throws InvalidDefinitionException as {@link #create}
     * @throws DuplicateNameException when another rule has the name
     */
    Optional<Edited> edit(UUID id, RuleDefinition definition, Actor actor, Instant now, boolean dryRun);

    /** As {@link #edit}, without the effect. */
    default Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now) {
        return edit(id, definition, actor, now, false).map(Edited::rule);
    }

    /**
     * Deletes a rule.
     *
     * @param dryRun whether to compute the effect without the change
     * @return empty if there is no such rule
     */
    Optional<Effect> delete(UUID id, Actor actor, Instant now, boolean dryRun);

    /**
     * Deletes a rule.
     *
     * @return whether the rule existed
     */
    default boolean delete(UUID id, Actor actor, Instant now) {
        return delete(id, actor, now, false).isPresent();
    }

    /**
     * Number of hosts that a rule matches, but expects only from their next message on, since they sent nothing already; of a
     * group 1. 0 for rules of other kinds.
     *
     * @param rule as it is or will be stored
     * @param now time from which the rule expects hosts
     */
    int alreadySilent(AlertRule rule, Instant now);

    /** An edited rule. */
    record Edited(AlertRule rule, Effect effect) {}

    /**
     * Effect of an edit on alerts.
     *
     * @param resolved number of alerts that it resolves
     * @param alerts the first of them, at most {@link #MAX_ALERTS}
     */
    record Effect(int resolved, List<ResolvedAlert> alerts) {

        /** Maximum number of listed alerts. */
        public static final int MAX_ALERTS = 50;

        public static final Effect NONE = new Effect(0, List.of());

        public Effect {
            alerts = List.copyOf(alerts);
        }
    }

    /** An alert that an edit resolves. */
    record ResolvedAlert(UUID id, SortedMap<String, String> labels) {}

    /**
     * The recorded notices that have not ended long ago, and those that follow from failed evaluations and from the kinds of
     * metrics. A caller adds those that follow from the definition: {@link RuleNotice.Kind#INVALID} and {@link
     * RuleNotice.Kind#MISSING_RULE}.
     */
    List<RuleNotice> notices();

    /** Records a notice, or combines it with the recorded one of its kind. A notice of an unknown rule is dropped. */
    void record(RuleNotice notice);
}
