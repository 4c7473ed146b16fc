package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.OpenAlert;
import io.logaggregator.core.alerting.engine.RuleEdit;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes of rules to alert states. Resolves the alerts of states that no enabled rule evaluates any more, and of
 * removed hosts, and deletes those states.
 *
 * @param actor of the resolutions
 */
public record OrphanedStates(String actor, Instant now) {

    /** Time after an edit during which a session may still evaluate the rule as it was. */
    private static final Duration EDIT_PROPAGATION = Duration.ofMinutes(1);

    /**
     * Resolves the states of a rule that is about to be deleted. States that a session with the rule writes later are left
     * to {@link #resolveOrphans}.
     */
    void resolveOf(UUID ruleId, Connection connection) throws SQLException {
        endAll(locked(ofRule(ruleId), connection), "rule deleted", connection);
    }

    /** Resolves the states of hosts that are removed. */
    public void resolveOf(Collection<String> hosts, String reason, Connection connection) throws SQLException {
        Sql ofHosts =
                Sql.of("state.labels ->> 'host' = any (?) order by state.fingerprint for update of state", (Object)
                        hosts.toArray(String[]::new));
        endAll(locked(ofHosts, connection), reason, connection);
    }

    /**
     * Ends or adapts the states of a rule before the rule changes, since ingest sessions also lock states first.
     *
     * @param after the rule with its new definition
     */
    void apply(RuleEdit edit, AlertRule after, Connection connection) throws SQLException {
        if (edit.keepsStates()) {
            return;
        }
        List<AlertStates.Change> adapted = new ArrayList<>();
        Map<Held, String> ended = new LinkedHashMap<>();
        for (Held held : locked(ofRule(after.id()), connection)) {
            edit.endOf(held.labels)
                    .ifPresentOrElse(
                            reason -> ended.put(held, reason),
                            () -> adapted.add(new AlertStates.Change(
                                    new AlertStates.Subject(after, held.labels, held.fingerprint),
                                    edit.apply(held.state, now))));
        }
        new AlertStates(connection).write(adapted);
        end(ended, connection);
    }

    private static Sql ofRule(UUID ruleId) {
        return Sql.of("state.rule_id = ? order by state.fingerprint for update of state", ruleId);
    }

    /**
     * Resolves states that sessions wrote with a rule as it was before: it has just been deleted or disabled, or no longer
     * matches the subject.
     *
     * @param rules the enabled rules
     */
    public void resolveOrphans(List<AlertRule> rules, Connection connection) throws SQLException {
        endAll(locked(Sql.of("""
                not exists (select from alert_rule where id = state.rule_id and enabled)
                limit 1000
                for update of state skip locked"""), connection), "rule deleted or disabled", connection);
        for (AlertRule rule : rules) {
            if (rule.updatedAt().isAfter(now.minus(EDIT_PROPAGATION))) {
                endAll(unmatched(rule, connection), "no longer matched by the rule", connection);
            }
        }
    }

    /**
     * Resolves alerts of series that have sent no sample for some time, both by the time of the samples and by that of their
     * evaluation: the clock of a sender may lag, and samples may wait to be read.
     */
    public void resolveStale(List<AlertRule> rules, Duration timeout, Connection connection) throws SQLException {
        UUID[] ofSamples = rules.stream()
                .filter(rule -> rule.definition().condition() instanceof OfSamples)
                .map(AlertRule::id)
                .toArray(UUID[]::new);
        Sql stale = Sql.of("""
                state.rule_id = any (?) and state.last_at < ?
                and state.updated_at < clock_timestamp() - ? * interval '1 second'
                limit 1000
                for update of state skip locked""", ofSamples, Timestamps.of(now.minus(timeout)), timeout.toSeconds());
        endAll(locked(stale, connection), "no samples for " + timeout, connection);
    }

    private static List<Held> unmatched(AlertRule rule, Connection connection) throws SQLException {
        RuleEdit current = new RuleEdit(rule.definition(), rule.definition());
        UUID[] unmatched = Sql.of("""
                select fingerprint, array(select jsonb_object_keys(labels)) as names,
                       array(select value from jsonb_each_text(labels)) as values
                from alert_state where rule_id = ?""", rule.id())
                .list(
                        connection,
                        row -> Map.entry(
                                row.getObject("fingerprint", UUID.class),
                                new Labels(JsonText.readMembers(row, "names", "values"))))
                .stream()
                .filter(state -> current.endOf(state.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .toArray(UUID[]::new);
        return unmatched.length == 0
                ? List.of()
                : locked(
                        Sql.of("state.fingerprint = any (?) for update of state skip locked", (Object) unmatched),
                        connection);
    }

    private static List<Held> locked(Sql which, Connection connection) throws SQLException {
        return Sql.of("""
                select state.*, coalesce(rule.name, alert.rule_name) as rule_name, alert.threshold,
                       array(select jsonb_object_keys(state.labels)) as names,
                       array(select value from jsonb_each_text(state.labels)) as values
                from alert_state state
                left join alert on alert.id = state.alert_id
                left join alert_rule rule on rule.id = state.rule_id
                where ?""", which).list(connection, Held::read);
    }

    private void endAll(List<Held> states, String reason, Connection connection) throws SQLException {
        Map<Held, String> ended = new LinkedHashMap<>();
        states.forEach(held -> ended.put(held, reason));
        end(ended, connection);
    }

    private void end(Map<Held, String> reasons, Connection connection) throws SQLException {
        if (reasons.isEmpty()) {
            return;
        }
        List<AlertJournal.Entry> resolved = new ArrayList<>();
        reasons.forEach((held, reason) ->
                held.state.openAlert().ifPresent(alert -> resolved.add(held.resolved(alert, this, reason))));
        new AlertJournal(connection).write(resolved);
        Sql.of("delete from alert_state where fingerprint = any (?)", (Object)
                        reasons.keySet().stream().map(Held::fingerprint).toArray(UUID[]::new))
                .update(connection);
    }

    /**
     * A locked state.
     *
     * @param ruleName null if neither rule nor alert exists
     * @param threshold of the alert; 0 without one
     */
    private record Held(
            UUID ruleId,
            @Nullable String ruleName,
            UUID fingerprint,
            Labels labels,
            AlertState state,
            double threshold) {

        static Held read(ResultSet row) throws SQLException {
            return new Held(
                    row.getObject("rule_id", UUID.class),
                    row.getString("rule_name"),
                    row.getObject("fingerprint", UUID.class),
                    new Labels(JsonText.readMembers(row, "names", "values")),
                    AlertStateColumns.state(row),
                    row.getDouble("threshold"));
        }

        AlertJournal.Entry resolved(OpenAlert alert, OrphanedStates by, String reason) {
            return new AlertJournal.Entry(
                    ruleId,
                    Objects.requireNonNull(ruleName),
                    fingerprint,
                    labels,
                    new AlertTransition(
                            alert.id(),
                            Kind.RESOLVED,
                            by.now,
                            alert.severity(),
                            alert.highest(),
                            alert.last().value(),
                            alert.peak(),
                            threshold,
                            alert.occurrences(),
                            by.actor,
                            reason));
        }
    }
}
