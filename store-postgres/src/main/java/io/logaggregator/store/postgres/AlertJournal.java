package io.logaggregator.store.postgres;

import io.logaggregator.domain.alert.AlertTransition;
import io.logaggregator.domain.alert.Labels;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Writes what happened to alerts: the transition, the alert as it is from then on, and a notification for each channel
 * that wants to know. On a connection that is in a transaction, which the caller ends. Not thread-safe.
 */
final class AlertJournal {

    private final Connection connection;

    AlertJournal(Connection connection) {
        this.connection = connection;
    }

    /** What happened to which alert. */
    record Entry(UUID ruleId, String ruleName, UUID fingerprint, Labels labels, AlertTransition transition) {}

    /** Writes them; those of one alert in the order in which they happened. */
    void write(List<Entry> entries) throws SQLException {
        if (!entries.isEmpty()) {
            throw new UnsupportedOperationException(connection + " " + entries);
        }
    }
}
