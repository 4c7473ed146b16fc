package io.logaggregator.benchmarks;

import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;

/** Drains a backlog through the whole pipeline, and copies the same rows with a plain COPY, in turn. */
final class IngestBenchmark {

    private final int messages;

    private IngestBenchmark(int messages) {
        this.messages = messages;
    }

    static void run(int messages, int rounds) throws Exception {
        new IngestBenchmark(messages).run(rounds);
    }

    private void run(int rounds) throws Exception {
        SampleLogs logs = new SampleLogs(1, Instant.now().minusSeconds(3600));
        Backlog backlog = new Backlog(messages, WireFormat.LOG, () -> new OutgoingMessage("", null, logs.next()));
        Path rows = Files.createTempFile("rows", ".copy");
        TestPostgres.Database warmUp = TestPostgres.shared().newDatabase();
        backlog.drain(warmUp, List.of());
        export(warmUp, rows);
        Ratios ratios = new Ratios("pipeline, rows/s", "text COPY, rows/s", rounds);
        for (int round = 0; round < rounds; round++) {
            ratios.add(backlog.drain(TestPostgres.shared().newDatabase(), List.of()), copy(rows));
        }
        ratios.printMedian();
        Files.delete(rows);
    }

    private static void export(TestPostgres.Database database, Path rows) throws SQLException, IOException {
        try (Connection connection = database.connect();
                OutputStream file = Files.newOutputStream(rows)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM log_event) TO STDOUT", file);
        }
    }

    private double copy(Path rows) throws SQLException, IOException {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        try (PostgresStore store = Backlog.store(database)) {
            store.migrate();
        }
        try (Connection connection = database.connect();
                InputStream file = Files.newInputStream(rows)) {
            long begin = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY log_event FROM STDIN", file);
            return messages / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
