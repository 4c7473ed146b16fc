package io.logaggregator.store.postgres;

import io.logaggregator.domain.alert.AlertTransition;
import io.logaggregator.domain.alert.AlertTransition.Kind;
import io.logaggregator.domain.alert.Labels;
import io.logaggregator.domain.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a session wrote for a rule that had just been deleted or switched off: nobody would judge it any more. Not
 * thread-safe.
 */
final class OrphanedStates {

    private final Connection connection;

    OrphanedStates(Connection connection) {
        this.connection = connection;
    }

    /** Resolves their alerts and removes them. */
    void resolve(Instant now) throws SQLException {
        List<AlertJournal.Entry> resolved = new ArrayList<>();
        List<String> fingerprints = Sql.of("""
                select state.*, alert.rule_name, alert.threshold,
                       array(select jsonb_object_keys(state.labels)) as names,
                       array(select value from jsonb_each_text(state.labels)) as values
                from alert_state state left join alert on alert.id = state.alert_id
                where not exists (select from alert_rule rule where rule.id = state.rule_id and rule.enabled)
                limit 1000
                for update of state skip locked
                """).list(connection, row -> {
            if (row.getObject("alert_id") != null) {
                resolved.add(resolved(row, now));
            }
            return row.getString("fingerprint");
        });
        if (!fingerprints.isEmpty()) {
            new AlertJournal(connection).write(resolved);
            forget(fingerprints);
        }
    }

    private static AlertJournal.Entry resolved(ResultSet row, Instant now) throws SQLException {
        return new AlertJournal.Entry(
                row.getObject("rule_id", UUID.class),
                row.getString("rule_name"),
                row.getObject("fingerprint", UUID.class),
                new Labels(TextArrays.zipped(row, "names", "values")),
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
                        AlertTransition.SYSTEM,
                        "its rule was deleted or switched off"));
    }

    private void forget(List<String> fingerprints) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from alert_state where fingerprint = any (?::uuid[])
                """)) {
            delete.setObject(1, fingerprints.toArray(String[]::new));
            delete.executeUpdate();
        }
    }
}
