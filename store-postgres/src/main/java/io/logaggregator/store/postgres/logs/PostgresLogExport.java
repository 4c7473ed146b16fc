package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads {@code log_event} with a cursor, each time on a connection of its own. Whoever takes the rows may be slow, and an
 * open transaction is in the way of vacuum and of retention: so after a while it is ended, and another one goes on behind
 * the last row. Thread-safe.
 */
public final class PostgresLogExport implements LogExport {

    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    private final Connections connections;
    private final Duration longestTransaction;

    public PostgresLogExport(Connections connections) {
        this(connections, LONGEST_TRANSACTION);
    }

    public PostgresLogExport(Connections connections, Duration longestTransaction) {
        this.connections = connections;
        this.longestTransaction = longestTransaction;
    }

    @Override
    public <X extends Exception> void read(LogQuery query, Order order, Sink<X> sink) throws X {
        try (Connection connection = connections.openForExport();
                ExportWatch watch = new ExportWatch(connection, sink)) {
            try {
                read(connection, query, order, sink, watch);
            } catch (SQLException failure) {
                if (!watch.isOver()) {
                    throw failure;
                }
            }
        } catch (SQLException failure) {
            throw SqlErrors.whileReading(failure);
        }
    }

    private <X extends Exception> void read(
            Connection connection, LogQuery query, Order order, Sink<X> sink, ExportWatch watch)
            throws SQLException, X {
        Optional<UUID> after = Optional.empty();
        do {
            after = readFor(longestTransaction, connection, rows(query, order, after), sink);
            connection.commit();
        } while (after.isPresent() && !watch.isOver());
    }

    static Sql rows(LogQuery query, Order order, Optional<UUID> after) {
        return switch (order) {
            case OLDEST_FIRST -> PostgresLogSearch.oldest(query, Long.MAX_VALUE, after);
            case NEWEST_FIRST -> PostgresLogSearch.newest(query, Long.MAX_VALUE, after);
        };
    }

    /** The id behind which there may be more; empty at the end, or when no more is wanted. */
    private static <X extends Exception> Optional<UUID> readFor(
            Duration time, Connection connection, Sql rows, Sink<X> sink) throws SQLException, X {
        long begin = System.nanoTime();
        try (PreparedStatement statement = rows.prepared(connection)) {
            FetchSize fetchSize = new FetchSize(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    LogEvent event = LogEventRow.read(row);
                    if (!sink.accept(event)) {
                        return Optional.empty();
                    }
                    if (System.nanoTime() - begin > time.toNanos()) {
                        return Optional.of(event.id());
                    }
                    fetchSize.next(
                            row,
                            event.message().length() + event.attributes().text().length());
                }
            }
        }
        return Optional.empty();
    }
}
