package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Queries of transitions, alone or joined to their alert. */
final class TransitionRow {

    static final Sql COLUMNS = Sql.of("""
            transition.alert_id as transition_alert_id, transition.kind as transition_kind,
            transition.at as transition_at, transition.severity as transition_severity,
            transition.highest as transition_highest, transition.value as transition_value,
            transition.peak as transition_peak, transition.threshold as transition_threshold,
            transition.occurrences as transition_occurrences, transition.actor as transition_actor,
            transition.comment as transition_comment""");

    private TransitionRow() {}

    /** Selects the transitions of an alert, oldest first. */
    static Sql of(UUID alertId) {
        return Sql.of("select ? from alert_transition as transition where alert_id = ? order by id", COLUMNS, alertId);
    }

    static AlertTransition read(ResultSet row) throws SQLException {
        return new AlertTransition(
                row.getObject("transition_alert_id", UUID.class),
                Kind.valueOf(row.getString("transition_kind")),
                Timestamps.read(row, "transition_at"),
                Severity.valueOf(row.getString("transition_severity")),
                Severity.valueOf(row.getString("transition_highest")),
                row.getDouble("transition_value"),
                row.getDouble("transition_peak"),
                row.getDouble("transition_threshold"),
                row.getLong("transition_occurrences"),
                row.getString("transition_actor"),
                row.getString("transition_comment"));
    }
}
