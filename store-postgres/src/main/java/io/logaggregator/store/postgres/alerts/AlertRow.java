package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TextArrays;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** An alert as it is read: while it is not over, its newest numbers stand in the state by which it is judged. */
final class AlertRow {

    static final Sql COLUMNS = Sql.of("""
            alert.id as alert_id, alert.rule_id, alert.rule_name, alert.fingerprint,
            array(select jsonb_object_keys(alert.labels)) as label_names,
            array(select value from jsonb_each_text(alert.labels)) as label_values,
            alert.severity, alert.highest, alert.status,
            alert.opened_at, alert.acknowledged_at, alert.resolved_at,
            coalesce(state.last_at, alert.last_at) as last_at,
            coalesce(state.last_value, alert.value) as value,
            coalesce(state.peak, alert.peak) as peak,
            alert.threshold,
            coalesce(state.occurrences, alert.occurrences) as occurrences""");

    private AlertRow() {}

    /** The alert of an id. */
    static Sql byId(UUID id) {
        return Sql.of("""
                select ? from alert left join alert_state as state on state.alert_id = alert.id
                where alert.id = ?""", COLUMNS, id);
    }

    static Alert read(ResultSet row) throws SQLException {
        return new Alert(
                row.getObject("alert_id", UUID.class),
                row.getObject("rule_id", UUID.class),
                row.getString("rule_name"),
                row.getObject("fingerprint", UUID.class),
                new Labels(TextArrays.zipped(row, "label_names", "label_values")),
                Severity.valueOf(row.getString("severity")),
                Severity.valueOf(row.getString("highest")),
                AlertStatus.valueOf(row.getString("status")),
                Timestamps.read(row, "opened_at"),
                Timestamps.readIfAny(row, "acknowledged_at"),
                Timestamps.readIfAny(row, "resolved_at"),
                Timestamps.read(row, "last_at"),
                row.getDouble("value"),
                row.getDouble("peak"),
                row.getDouble("threshold"),
                row.getLong("occurrences"));
    }
}
