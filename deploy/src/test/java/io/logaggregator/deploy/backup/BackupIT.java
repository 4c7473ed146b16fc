package io.logaggregator.deploy.backup;

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
import io.logaggregator.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Backup and restore with the commands of the deployment guide during ingest: no message is lost or duplicated. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class BackupIT {

    private static final DeploymentGuide GUIDE = DeploymentGuide.chapter("## Backup and restore");
    private static final String DATABASE = "log_aggregator";
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final String topic = TestKafka.shared().createTopic(4);
    private Path directory;
    private PostgresCluster cluster;
    private long issued;

    /** Makes both kinds of backup during ingest, and stores more messages afterwards. */
    @BeforeAll
    void backUpDuringIngest(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Optional<Path> programs = PostgresCluster.newestPrograms();
        assumeTrue(programs.isPresent(), "no complete PostgreSQL is installed (Debian: postgresql)");
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
            server.terminate(TIMEOUT);
        }
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Restores into a new cluster, with new transaction ids. */
    @Test
    void restoredDump_isCompletedFromQueue() {
        try (PostgresCluster other =
                PostgresCluster.create(cluster.programs(), directory.resolve("other"), List.of())) {
            other.shell(directory, here(GUIDE.block("pg_restore")));
            assertCompleted(other);
        }
    }

    @Test
    void restoredBaseBackup_isCompletedFromQueue() {
        cluster.shell(directory, here(GUIDE.block("recovery.signal")));
        try (PostgresCluster restored = PostgresCluster.start(cluster.programs(), directory.resolve("restored"))) {
            assertCompleted(restored);
        }
    }

    private void assertCompleted(PostgresCluster restored) {
        await().atMost(TIMEOUT).until(() -> number(restored, "postgres", "select pg_is_in_recovery()::int") == 0);
        assertThat(stored(restored))
                .as("messages before the backup")
                .isPositive()
                .isLessThan(issued);
        try (ChildJvm _ = startServer(restored)) {
            awaitStored(restored, issued);
        }
        assertThat(stored(restored)).isEqualTo(issued);
        assertThat(number(restored, DATABASE, "select count(distinct message) from log_event"))
                .isEqualTo(issued);
        try (PostgresStore store = new PostgresStore(new PostgresStoreConfig(
                restored.jdbcUrl(DATABASE), restored.user(), "", 2, TIMEOUT, TIMEOUT, Map.of()))) {
            assertThat(store.ledger().entries()).isNotEmpty().allMatch(LedgerEntry::isBalanced);
            assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
            assertThat(store.ledger().gaps(1)).isEmpty();
        }
    }

    private static void awaitStored(PostgresCluster in, long rows) {
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> stored(in) >= rows);
    }

    private static long stored(PostgresCluster in) {
        return number(in, DATABASE, "select count(*) from log_event");
    }

    private static long number(PostgresCluster in, String database, String sql) {
        return new TestPostgres.Database(in.jdbcUrl(database), in.user(), "").number(sql);
    }

    private ChildJvm startServer(PostgresCluster on) {
        return ChildJvm.start(
                AggregatorServer.class,
                directory,
                Map.of(),
                "--server.port=0",
                "--aggregator.security.api-key=a-key-of-twenty-characters",
                "--aggregator.canary.interval=0s", // only numbered messages are counted
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.kafka.group-id=" + topic,
                "--aggregator.queue.topics=" + topic + "=log",
                "--aggregator.database.url=" + on.jdbcUrl(DATABASE),
                "--aggregator.database.user=" + on.user());
    }

    /** Replaces the directories of the guide with those of this test. */
    private String here(String commands) {
        return commands.replace(
                        "/var/backups/log-aggregator",
                        directory.resolve("backup").toString())
                .replace(
                        "/var/lib/postgresql/restored",
                        directory.resolve("restored").toString());
    }
}
