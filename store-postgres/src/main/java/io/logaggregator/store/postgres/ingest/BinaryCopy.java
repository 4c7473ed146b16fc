package io.logaggregator.store.postgres.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Copies rows into tables in chunks, so that the server processes one chunk while the next is encoded. */
final class BinaryCopy {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Connection connection;
    private final CopyBuffer buffer = new CopyBuffer();

    BinaryCopy(Connection connection) {
        this.connection = connection;
    }

    <T> void copy(List<T> rows, CopyTable<T> table) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.statement());
        try {
            write(rows, table, copy);
        } catch (SQLException | RuntimeException failure) {
            cancel(copy, failure);
            throw failure;
        }
    }

    private <T> void write(List<T> rows, CopyTable<T> table, CopyIn copy) throws SQLException {
        buffer.clear();
        buffer.header();
        for (T row : rows) {
            table.encoder().accept(row, buffer);
            if (buffer.size() >= CHUNK_BYTES) {
                send(copy);
            }
        }
        buffer.trailer();
        send(copy);
        long stored = copy.endCopy();
        if (stored != rows.size()) {
            throw new IllegalStateException("stored: " + stored + " rows (expected: " + rows.size() + ')');
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.bytes(), 0, buffer.size());
        buffer.clear();
    }

    /** Ends the COPY, so that the connection can roll back. */
    private static void cancel(CopyIn copy, Exception failure) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException suppressed) {
            failure.addSuppressed(suppressed);
        }
    }
}
