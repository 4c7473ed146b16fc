package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The rules in force, in one place for all instances. Every change is an audit entry, committed with it, and makes {@link
 * #version} rise; so does every change of a channel.
 *
 * <p>A rule that is deleted, switched off, or made to watch something else takes its open alerts with it: they are
 * resolved by the same actor, and that is told as any other transition.
 */
public interface AlertRules {

    /** Cheap: asked every few hundred milliseconds. */
    long version();

    /** All of them, switched on or not, by name. */
    List<AlertRule> list();

    Optional<AlertRule> find(UUID id);

    /**
     * Adds a rule.
     *
     * @throws DuplicateNameException when another has its name, or the rule is there already
     */
    AlertRule create(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now);

    /**
     * Replaces what a rule says. Without a difference nothing is done and no version is used.
     *
     * @return empty if there is no such rule
     * @throws DuplicateNameException when another has its name
     */
    Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now);

    /** Removes a rule; tells whether there was one. */
    boolean delete(UUID id, Actor actor, Instant now);

    /** For each rule that could not watch all it was to, why; see {@link RuleWarning}. */
    List<RuleWarning> notices();
}
