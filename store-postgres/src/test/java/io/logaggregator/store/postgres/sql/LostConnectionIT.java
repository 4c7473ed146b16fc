package io.logaggregator.store.postgres.sql;

import static io.logaggregator.testkit.TestObservations.logEvents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses its own server, which it stops and kills. */
@Tag("kill")
class LostConnectionIT {

    private static final Partition PARTITION = new Partition("logs", "id", 0);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void session_throwsStoreUnavailable_andNextContinues(@TempDir Path directory) throws Exception {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory, 0, TestBinaries.directory());
        int port = server.port();
        try (PostgresStore store =
                new PostgresStore(TestStore.config(server.jdbcUrl(), server.user(), server.password()))) {
            store.migrate();
            IngestSession session = store.openIngestSession();
            session.positions(Map.of(PARTITION, 0L));
            append(session, 0);

            server.close();
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> append(session, 10));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> session.positions(Map.of(PARTITION, 0L)));
            assertThatCode(session::close).doesNotThrowAnyException();
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(store::openIngestSession);
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(store::check);
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(store::migrate);

            server = EmbeddedPostgresServer.start(directory, port, TestBinaries.directory());
            try (IngestSession next = store.openIngestSession()) {
                assertThat(next.positions(Map.of(PARTITION, 0L)))
                        .isEqualTo(Map.of(PARTITION, new StoredPosition(Position.of(10), 0)));
                killServerWithin(directory, next);
                assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> append(next, 10));
            }
            server.close();

            server = EmbeddedPostgresServer.start(directory, port, TestBinaries.directory());
            try (IngestSession last = store.openIngestSession()) {
                long position = last.positions(Map.of(PARTITION, 0L))
                        .getOrDefault(PARTITION, new StoredPosition(Position.of(-1), 0))
                        .position()
                        .offset();
                append(last, position);
                assertThat(store.ledger().count())
                        .allMatch(StoredRows::isBalanced)
                        .contains(new StoredRows("logEvents", position + 10, position + 10, 0));
            }
        } finally {
            server.close();
        }
    }

    @Test
    void wrongPassword_isReportedWithoutPassword(@TempDir Path directory) throws Exception {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory, 0, TestBinaries.directory())) {
            askForPasswords(directory, server);
            PostgresStoreConfig wrong = TestStore.config(server.jdbcUrl(), "writer", "not-the-secret");

            try (PostgresStore store = new PostgresStore(wrong)) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(store::openIngestSession)
                        .withMessageContaining(server.jdbcUrl())
                        .withMessageContaining("as user writer")
                        .withMessageContaining("password authentication failed")
                        .withMessageNotContaining("not-the-secret");
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(store::check)
                        .withMessageContaining("password authentication failed for user \"writer\"");
            }
            PostgresStoreConfig missing = TestStore.config(server.jdbcUrl("nowhere"), server.user(), "");
            try (PostgresStore store = new PostgresStore(missing)) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(store::migrate)
                        .withMessageContaining("database \"nowhere\" does not exist");
            }
        }
    }

    private static void append(IngestSession session, long from) {
        session.store(IngestBatch.of(logEvents(PARTITION, from, 10, NOW))
                .withAdvances(List.of(TestAdvances.of(
                        PARTITION, from, from + 10, new IngestCounts(10, 10, 0, 0, 0, 0, 10, 0, 0, 0, 0)))));
    }

    /** Commits, then {@code kill -9}: the last transactions may be lost, but only as a whole. */
    private static void killServerWithin(Path directory, IngestSession session) throws Exception {
        long server = Long.parseLong(
                Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst());
        append(session, 10);
        append(session, 20);
        List<ProcessHandle> processes =
                ProcessHandle.of(server).orElseThrow().descendants().toList();
        ProcessHandle.of(server).orElseThrow().destroyForcibly();
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    private static void askForPasswords(Path directory, EmbeddedPostgresServer server) throws Exception {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create role writer login password 'the-secret'");
            Path rules = directory.resolve("data/pg_hba.conf");
            Files.writeString(rules, "host all writer 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
            statement.execute("select pg_reload_conf()");
        }
    }
}
