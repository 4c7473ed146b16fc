package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.PlainTable;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/** Log events exported to files, for plain COPY into other databases: one table of all columns with one index on the id. */
record RowFiles(long rows, Path text, List<Path> binary) implements AutoCloseable {

    /** One file in text format, and two in binary format with half of the rows each. */
    static RowFiles of(ScratchDatabase database) throws SQLException, IOException {
        Path text = export(database, "select * from log_record", "text");
        List<Path> binary = List.of(
                export(database, "select * from log_record where uuid_hash(id) & 1 = 0", "binary"),
                export(database, "select * from log_record where uuid_hash(id) & 1 = 1", "binary"));
        return new RowFiles(database.number("select count(*) from log_event"), text, binary);
    }

    /** Size of the events in a table of all columns with one index. */
    static long bytesInPlainTable(ScratchDatabase database) {
        database.execute(PlainTable.ALL_COLUMNS + "; insert into plain_event select * from log_record order by id");
        long bytes = database.bytes("plain_event");
        database.execute("drop table plain_event");
        return bytes;
    }

    private static Path export(ScratchDatabase database, String rows, String format) throws SQLException, IOException {
        Path path = Files.createTempFile("rows-", '.' + format);
        try (Connection connection = database.connect(Map.of());
                OutputStream file = Files.newOutputStream(path)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (%s) to stdout (format %s)".formatted(rows, format), file);
        }
        return path;
    }

    /** One COPY in text format. Returns rows per second. */
    double copyText(Map<String, String> properties) throws Exception {
        return copy(List.of(text), "text", properties);
    }

    /** Two parallel COPYs in binary format. Returns rows per second. */
    double copyBinary(Map<String, String> properties) throws Exception {
        return copy(binary, "binary", properties);
    }

    private double copy(List<Path> files, String format, Map<String, String> properties) throws Exception {
        try (ScratchDatabase database = ScratchDatabase.create();
                ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor()) {
            database.execute(PlainTable.ALL_COLUMNS);
            long begin = System.nanoTime();
            List<Future<Long>> copies = new ArrayList<>();
            for (Path file : files) {
                copies.add(streams.submit(() -> copy(file, format, database, properties)));
            }
            long copied = 0;
            for (Future<Long> copy : copies) {
                copied += copy.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (copied != rows) {
                throw new IllegalStateException("copied: " + copied + " rows (expected: " + rows + ')');
            }
            return rows / seconds;
        }
    }

    private static long copy(Path path, String format, ScratchDatabase database, Map<String, String> properties)
            throws SQLException, IOException {
        try (Connection connection = database.connect(properties);
                InputStream file = Files.newInputStream(path)) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy plain_event from stdin (format %s)".formatted(format), file, 1 << 16);
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(text);
        for (Path half : binary) {
            Files.delete(half);
        }
    }
}
