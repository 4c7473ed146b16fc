package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the guide says of backup and restore, done as it says while messages flow: all that was issued is there, once. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class BackupIT {

    private static final Guide GUIDE = Guide.chapter("## Backup and restore");
    private static final String DATABASE = "log_aggregator";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final String topic = TestKafka.shared().createTopic(4);
    private Path directory;
    private PostgresCluster cluster;
    private long issued;

    /** One life of the server, in which both kinds of backup are made, and after them some more is stored. */
    @BeforeAll
    void backUpWhileMessagesFlow(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Optional<Path> programs = PostgresCluster.newestPrograms();
        assumeTrue(programs.isPresent(), "no PostgreSQL with all its programs (Debian: postgresql)");
        Files.createDirectories(directory.resolve("backup/wal"));
        cluster = PostgresCluster.create(
                programs.get(),
                directory.resolve("data"),
                here(GUIDE.block("archive_mode")).lines().toList());
        cluster.shell(directory, "createdb " + DATABASE);
        try (ChildJvm server = startServer(cluster);
                NumberedMessages messages =
                        new NumberedMessages(TestKafka.shared().bootstrapServers(), topic)) {
            awaitStored(cluster, 1);
            cluster.shell(directory, here(GUIDE.block("pg_dump")));
            cluster.shell(directory, here(GUIDE.block("pg_basebackup")));
            awaitStored(cluster, stored(cluster) + 500);
            cluster.shell(directory, here(GUIDE.block("pg_create_restore_point")));
            awaitStored(cluster, stored(cluster) + 500);
            issued = messages.end();
            awaitStored(cluster, issued);
            server.terminate(LIMIT);
        }
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Into another cluster, which counts its transactions from the beginning. */
    @Test
    void dump_isCompletedFromTheQueue() {
        try (PostgresCluster other =
                PostgresCluster.create(cluster.programs(), directory.resolve("other"), List.of())) {
            other.shell(directory, here(GUIDE.block("pg_restore")));
            assertCompleted(other);
        }
    }

    @Test
    void baseBackupWithItsLog_isCompletedFromTheQueue() {
        cluster.shell(directory, here(GUIDE.block("recovery.signal")));
        try (PostgresCluster restored = PostgresCluster.start(cluster.programs(), directory.resolve("restored"))) {
            assertCompleted(restored);
        }
    }

    private void assertCompleted(PostgresCluster restored) {
        await().atMost(LIMIT).until(() -> number(restored, "postgres", "select pg_is_in_recovery()::int") == 0);
        assertThat(stored(restored))
                .as("of the time before the backup")
                .isPositive()
                .isLessThan(issued);
        try (ChildJvm _ = startServer(restored)) {
            awaitStored(restored, issued);
        }
        assertThat(stored(restored)).isEqualTo(issued);
        assertThat(number(restored, DATABASE, "select count(distinct message) from log_event"))
                .isEqualTo(issued);
        try (PostgresStore store = new PostgresStore(
                new PostgresStoreConfig(restored.jdbcUrl(DATABASE), restored.user(), "", 2, LIMIT, LIMIT, Map.of()))) {
            assertThat(store.ledger().entries()).isNotEmpty().allMatch(LedgerEntry::isBalanced);
            assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
            assertThat(store.ledger().gaps(1)).isEmpty();
        }
    }

    private static void awaitStored(PostgresCluster in, long rows) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> stored(in) >= rows);
    }

    private static long stored(PostgresCluster in) {
        return number(in, DATABASE, "select count(*) from log_event");
    }

    private static long number(PostgresCluster in, String database, String sql) {
        try (Connection connection = DriverManager.getConnection(in.jdbcUrl(database), in.user(), "");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private ChildJvm startServer(PostgresCluster on) {
        return ChildJvm.start(
                AggregatorServer.class,
                directory,
                Map.of(),
                "--server.port=0",
                "--aggregator.security.api-key=a-key-of-twenty-characters",
                "--aggregator.canary.interval=0s", // only what is numbered is to be counted
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.kafka.group-id=" + topic,
                "--aggregator.queue.kafka.topics=" + topic + "=log",
                "--aggregator.database.url=" + on.jdbcUrl(DATABASE),
                "--aggregator.database.user=" + on.user());
    }

    /** With the directories of this test in the place of those of the guide. */
    private String here(String commands) {
        return commands.replace(
                        "/var/backups/log-aggregator",
                        directory.resolve("backup").toString())
                .replace(
                        "/var/lib/postgresql/restored",
                        directory.resolve("restored").toString());
    }
}
