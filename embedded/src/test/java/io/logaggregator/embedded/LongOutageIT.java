package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL, then Kafka, is away for twenty seconds while numbered messages flow. */
@Tag("slow")
@SuppressWarnings("NullAway.Init") // JUnit calls start() first
class LongOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int AT_ONCE = 50;

    @TempDir
    private Path directory;

    private EmbeddedPostgresServer postgres;
    private EmbeddedKafkaBroker kafka;
    private Rig rig;

    @BeforeEach
    void start() {
        postgres = startPostgres(0);
        kafka = startKafka(0);
        kafka.createTopics(List.of("logs"), 4);
        rig = new Rig(
                new TestPostgres.Database(postgres.jdbcUrl(), postgres.user(), postgres.password()),
                kafka.bootstrapServers(),
                "logs");
    }

    @AfterEach
    void stop() {
        rig.close();
        kafka.close();
        postgres.close();
    }

    @Test
    void nothingIsLostAndNothingIsStoredTwice() {
        try (Rig.Instance instance = rig.start(WireFormat.LOG, Map.of(), UnaryOperator.identity());
                Stream stream = new Stream(rig)) {
            awaitStored(1000);

            postgres.close();
            await().atMost(LIMIT).until(() -> stateOf(instance) == LoopStatus.State.WAITING_FOR_STORE);
            awaitEndOfOutage();
            postgres = startPostgres(postgres.port());
            awaitStored(stream.published());

            kafka.close();
            awaitEndOfOutage();
            kafka = startKafka(kafka.port());
            long before = stream.published();
            awaitStored(before + 1000);
            assertThat(stateOf(instance)).isEqualTo(LoopStatus.State.CONSUMING);

            stream.end();
            awaitStored(stream.published());
            assertThat(rig.number("select count(*) from log_event")).isEqualTo(stream.published());
            assertThat(rig.number("select count(distinct message) from log_event"))
                    .isEqualTo(stream.published());
        }
        assertThat(rig.store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(rig.store.ledger().count()).allMatch(StoredRows::isBalanced);
    }

    private static LoopStatus.State stateOf(Rig.Instance instance) {
        return instance.ingest().loops().getFirst().state();
    }

    private static void awaitEndOfOutage() {
        Instant end = Instant.now().plus(OUTAGE);
        await().atMost(OUTAGE.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
    }

    private void awaitStored(long rows) {
        await().atMost(LIMIT).until(() -> rig.number("select count(*) from log_event") >= rows);
    }

    private EmbeddedPostgresServer startPostgres(int port) {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), port, TestBinaries.directory());
    }

    private EmbeddedKafkaBroker startKafka(int port) {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), port);
    }

    /** Publishes number after number until it is ended; waits where the queue does. */
    private static final class Stream implements AutoCloseable {

        private final AtomicLong published = new AtomicLong();
        private final Thread thread;
        private volatile boolean ending;

        Stream(Rig rig) {
            thread = Thread.ofPlatform().name("stream").start(() -> {
                while (!ending) {
                    rig.publishNumbers(published.get(), published.get() + AT_ONCE);
                    published.addAndGet(AT_ONCE);
                }
            });
        }

        long published() {
            return published.get();
        }

        void end() {
            ending = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}
