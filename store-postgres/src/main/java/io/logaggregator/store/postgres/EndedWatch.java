package io.logaggregator.store.postgres;

import io.logaggregator.application.alert.Actor;
import io.logaggregator.domain.alert.AlertRule;
import io.logaggregator.domain.alert.AlertTransition;
import io.logaggregator.domain.alert.AlertTransition.Kind;
import io.logaggregator.domain.alert.Labels;
import io.logaggregator.domain.alert.Ladder;
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
 * That a rule no longer watches what it did: its alerts are resolved, and what judging remembers of it is forgotten.
 * What an ingest session that has not heard of it yet writes meanwhile is left to the clock.
 *
 * @param rule as it was
 * @param comment why
 */
record EndedWatch(AlertRule rule, String comment, Actor actor, Instant now) {

    /** Before the rule itself is written, since ingest sessions too lock states first. */
    void write(Connection connection) throws SQLException {
        List<String> fingerprints = new ArrayList<>();
        List<AlertJournal.Entry> resolved = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement("""
                select fingerprint, alert_id, severity, highest, last_value, peak, occurrences,
                       array(select jsonb_object_keys(labels)) as names,
                       array(select value from jsonb_each_text(labels)) as values
                from alert_state where rule_id = ? order by fingerprint for update
                """)) {
            lock.setObject(1, rule.id());
            try (ResultSet row = lock.executeQuery()) {
                while (row.next()) {
                    fingerprints.add(row.getString("fingerprint"));
                    if (row.getObject("alert_id") != null) {
                        resolved.add(resolved(row));
                    }
                }
            }
        }
        new AlertJournal(connection).write(resolved);
        forget(connection, fingerprints);
    }

    private AlertJournal.Entry resolved(ResultSet row) throws SQLException {
        Severity severity = Severity.valueOf(row.getString("severity"));
        Ladder ladder = rule.definition().ladder();
        return new AlertJournal.Entry(
                rule.id(),
                rule.definition().name(),
                row.getObject("fingerprint", UUID.class),
                new Labels(TextArrays.zipped(row, "names", "values")),
                new AlertTransition(
                        row.getObject("alert_id", UUID.class),
                        Kind.RESOLVED,
                        now,
                        severity,
                        Severity.valueOf(row.getString("highest")),
                        row.getDouble("last_value"),
                        row.getDouble("peak"),
                        ladder.threshold(ladder.nearest(severity)),
                        row.getLong("occurrences"),
                        actor.name(),
                        comment));
    }

    private static void forget(Connection connection, List<String> fingerprints) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from alert_state where fingerprint = any (?::uuid[])
                """)) {
            delete.setObject(1, fingerprints.toArray(String[]::new));
            delete.executeUpdate();
        }
    }
}
