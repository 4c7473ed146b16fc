package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogExport.Sink;
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
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports {@code log_event} with a cursor, on a connection of its own. A slow receiver would keep a transaction open, which
 * blocks vacuum and retention. So each transaction is limited, and the next one continues after the last row. Thread-safe.
 */
public final class PostgresLogExport implements LogExport {

    private static final Logger log = LoggerFactory.getLogger(PostgresLogExport.class);
    private static final Duration MAX_TRANSACTION = Duration.ofSeconds(30);

    private final Connections connections;
    private final Duration maxTransaction;

    public PostgresLogExport(Connections connections) {
        this(connections, MAX_TRANSACTION);
    }

    public PostgresLogExport(Connections connections, Duration maxTransaction) {
        this.connections = connections;
        this.maxTransaction = maxTransaction;
    }

    @Override
    public <X extends Exception> void read(LogQuery query, Order order, Sink<X> sink) throws X {
        try (Connection connection = connections.openForExport();
                ExportWatch watch = new ExportWatch(connection, sink)) {
            try {
                read(connection, query, order, sink, watch);
            } catch (SQLException failure) {
                if (!watch.isCancelled()) {
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
            after = readFor(maxTransaction, connection, rows(query, order, after), sink);
            connection.commit();
        } while (after.isPresent() && !watch.isCancelled());
    }

    static Sql rows(LogQuery query, Order order, Optional<UUID> after) {
        return switch (order) {
            case OLDEST_FIRST -> LogEventRow.SIZED.of(PostgresLogSearch.oldest(query, Long.MAX_VALUE, after), "asc");
            case NEWEST_FIRST -> LogEventRow.SIZED.of(PostgresLogSearch.newest(query, Long.MAX_VALUE, after), "desc");
        };
    }

    /** Returns the id after which there may be more; empty at the end, or when the receiver stops. */
    private static <X extends Exception> Optional<UUID> readFor(
            Duration time, Connection connection, Sql rows, Sink<X> sink) throws SQLException, X {
        long begin = System.nanoTime();
        try (PreparedStatement statement = rows.prepared(connection)) {
            FetchSize fetchSize = new FetchSize(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Optional<LogEvent> read = SizedColumns.read(row, connection, LogEventRow::read);
                    if (read.isEmpty()) {
                        continue;
                    }
                    LogEvent event = read.get();
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

    /** Cancels the query of a connection once the receiver no longer waits. */
    private static final class ExportWatch implements AutoCloseable {
        private static final Duration PAUSE = Duration.ofSeconds(1);

        private final Sink<?> sink;
        private final Thread thread;
        private boolean closed;
        private boolean cancelled;

        ExportWatch(Connection connection, Sink<?> sink) {
            this.sink = sink;
            thread = Thread.ofVirtual().name("export-watch").start(() -> watch(connection));
        }

        /** Repeats the cancellation, since one between two statements has no effect. */
        private void watch(Connection connection) {
            try {
                while (true) {
                    Thread.sleep(PAUSE);
                    checkSink();
                    if (isCancelled()) {
                        connection.unwrap(PGConnection.class).cancelQuery();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                log.debug("statement not cancelled: reason={}", e.toString());
            }
        }

        private synchronized void checkSink() {
            cancelled = cancelled || (!closed && !sink.isWaiting());
        }

        synchronized boolean isCancelled() {
            return cancelled;
        }

        /** Ends the calls of the sink. */
        @Override
        public synchronized void close() {
            closed = true;
            thread.interrupt();
        }
    }
}
