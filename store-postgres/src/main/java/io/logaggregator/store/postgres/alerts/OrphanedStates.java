package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Resolves the alerts of states without an enabled rule for their target or without a host, and deletes the states.
 *
 * @param actor of the resolution
 * @param comment reason of the resolution
 */
public record OrphanedStates(String actor, String comment, Instant now) {

    /**
     * Resolves the states of a rule before the rule changes, since ingest sessions also lock states first. States that a
     * session with the old rule writes later are left to {@link #resolveOrphans}.
     */
    void resolveOf(UUID ruleId, Connection connection) throws SQLException {
        resolve(Sql.of("state.rule_id = ? order by state.fingerprint for update of state", ruleId), connection);
    }

    /** Resolves the states of hosts that are removed. */
    public void resolveOf(Collection<String> hosts, Connection connection) throws SQLException {
        resolve(
                Sql.of("state.labels ->> 'host' = any (?) order by state.fingerprint for update of state", (Object)
                        hosts.toArray(String[]::new)),
                connection);
    }

    /** Resolves states that sessions wrote for rules that were just deleted or disabled. */
    public void resolveOrphans(Connection connection) throws SQLException {
        resolve(Sql.of("""
                not exists (select from alert_rule where id = state.rule_id and enabled)
                limit 1000
                for update of state skip locked"""), connection);
    }

    private void resolve(Sql which, Connection connection) throws SQLException {
        List<AlertJournal.Entry> resolved = new ArrayList<>();
        UUID[] fingerprints = Sql.of("""
                select state.*, coalesce(rule.name, alert.rule_name) as rule_name, alert.threshold,
                       array(select jsonb_object_keys(state.labels)) as names,
                       array(select value from jsonb_each_text(state.labels)) as values
                from alert_state state
                left join alert on alert.id = state.alert_id
                left join alert_rule rule on rule.id = state.rule_id
                where ?""", which)
                .list(connection, row -> {
                    if (row.getObject("alert_id") != null) {
                        resolved.add(resolved(row));
                    }
                    return row.getObject("fingerprint", UUID.class);
                })
                .toArray(UUID[]::new);
        if (fingerprints.length > 0) {
            new AlertJournal(connection).write(resolved);
            Sql.of("delete from alert_state where fingerprint = any (?)", (Object) fingerprints)
                    .update(connection);
        }
    }

    private AlertJournal.Entry resolved(ResultSet row) throws SQLException {
        return new AlertJournal.Entry(
                row.getObject("rule_id", UUID.class),
                row.getString("rule_name"),
                row.getObject("fingerprint", UUID.class),
                new Labels(JsonText.readMembers(row, "names", "values")),
                new AlertTransition(
                        row.getObject("alert_id", UUID.class),
                        Kind.RESOLVED,
                        now,
                        Severity.valueOf(row.getString("severity")),
                        Severity.valueOf(row.getString("highest")),
                        row.getDouble("last_value"),
                        row.getDouble("peak"),
                        row.getDouble("threshold"),
                        row.getLong("occurrences"),
                        actor,
                        comment));
    }
}
