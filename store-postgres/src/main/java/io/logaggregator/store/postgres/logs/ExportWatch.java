package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogExport.Sink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels what a connection is looking for as soon as nobody waits for it any more. */
final class ExportWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExportWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Sink<?> sink;
    private final Thread thread;
    private boolean closed;
    private boolean over;

    ExportWatch(Connection connection, Sink<?> sink) {
        this.sink = sink;
        thread = Thread.ofVirtual().name("export-watch").start(() -> watch(connection));
    }

    /** Again and again, since what comes between two statements cancels nothing. */
    private void watch(Connection connection) {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                ask();
                if (isOver()) {
                    connection.unwrap(PGConnection.class).cancelQuery();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            log.debug("statement not cancelled: reason={}", e.toString());
        }
    }

    private synchronized void ask() {
        over = over || (!closed && !sink.isWaiting());
    }

    synchronized boolean isOver() {
        return over;
    }

    /** The sink is asked no more. */
    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
    }
}
