package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import io.logaggregator.testkit.TestLoop;
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

/** Outages of PostgreSQL, then Kafka, of several seconds during ingest of numbered messages. */
@Tag("slow")
@SuppressWarnings("NullAway.Init") // JUnit calls start() first
class LongOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(TestLoop.cycles(8, 20));
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int BATCH_SIZE = 50;

    @TempDir
    private Path directory;

    private EmbeddedPostgresServer postgres;
    private EmbeddedKafkaBroker kafka;
    private PipelineFixture pipeline;

    @BeforeEach
    void start() {
        postgres = startPostgres(0);
        kafka = startKafka(0);
        kafka.createTopics(List.of("logs"), 4);
        pipeline = new PipelineFixture(
                new TestPostgres.Database(postgres.jdbcUrl(), postgres.user(), postgres.password()),
                kafka.bootstrapServers(),
                "logs");
    }

    @AfterEach
    void stop() {
        pipeline.close();
        kafka.close();
        postgres.close();
    }

    @Test
    void outages_loseAndRepeatNothing() {
        try (PipelineFixture.Instance instance = pipeline.start(WireFormat.LOG, Map.of(), UnaryOperator.identity());
                Stream stream = new Stream(pipeline)) {
            pipeline.awaitStored(1000);

            postgres.close();
            await().atMost(TIMEOUT).until(() -> stateOf(instance) == LoopStatus.State.WAITING_FOR_STORE);
            awaitEndOfOutage();
            postgres = startPostgres(postgres.port());
            pipeline.awaitStored(stream.published());

            kafka.close();
            awaitEndOfOutage();
            kafka = startKafka(kafka.port());
            long before = stream.published();
            pipeline.awaitStored(before + 1000);
            assertThat(stateOf(instance)).isEqualTo(LoopStatus.State.CONSUMING);

            stream.end();
            pipeline.awaitStored(stream.published());
            pipeline.assertEachNumberStoredOnce(stream.published());
        }
    }

    private static LoopStatus.State stateOf(PipelineFixture.Instance instance) {
        return instance.ingest().loops().getFirst().state();
    }

    private static void awaitEndOfOutage() {
        Instant end = Instant.now().plus(OUTAGE);
        await().atMost(OUTAGE.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
    }

    private EmbeddedPostgresServer startPostgres(int port) {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), port, TestBinaries.directory());
    }

    private EmbeddedKafkaBroker startKafka(int port) {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), port);
    }

    /** Publishes numbered messages until it is stopped. Waits while the queue is unavailable. */
    private static final class Stream implements AutoCloseable {

        private final AtomicLong published = new AtomicLong();
        private final Thread thread;
        private volatile boolean ending;

        Stream(PipelineFixture pipeline) {
            thread = Thread.ofPlatform().name("stream").start(() -> {
                while (!ending) {
                    pipeline.publishNumbers(published.get(), published.get() + BATCH_SIZE);
                    published.addAndGet(BATCH_SIZE);
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
