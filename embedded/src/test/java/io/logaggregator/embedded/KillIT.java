package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.domain.LedgerEntry;
import io.logaggregator.domain.StoredRows;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server at random moments, while numbered messages flow. */
class KillIT {

    private static final int KILLS = 20;
    private static final int MESSAGES_PER_LIFE = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final SplittableRandom random = new SplittableRandom(20);
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void killedAtRandomMomentsEachMessageIsStoredOnce(@TempDir Path directory) {
        long published = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = stored();
            try (ChildJvm server = startServer(directory)) {
                rig.publishNumbers(published, published += MESSAGES_PER_LIFE);
                await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> stored() > before);
                // about as long as it takes to store what was published
                Instant moment = Instant.now().plusMillis(random.nextInt(400));
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> Instant.now().isAfter(moment));
                server.kill();
            }
        }
        long total = published;
        assertThat(stored()).as("killed in mid-stream, not after it").isLessThan(total);
        try (ChildJvm _ = startServer(directory)) {
            await().atMost(LIMIT).until(() -> stored() >= total);
        }
        assertThat(total).isEqualTo(200_000);
        assertThat(stored()).isEqualTo(total);
        assertThat(rig.number("select count(distinct message) from log_event")).isEqualTo(total);
        assertThat(rig.store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(rig.store.ledger().count()).allMatch(StoredRows::isBalanced);
    }

    private long stored() {
        return rig.number("select count(*) from log_event");
    }

    private ChildJvm startServer(Path directory) {
        return ChildJvm.start(
                AggregatorServer.class,
                directory,
                Map.of(),
                "--server.port=0",
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.kafka.topics=" + rig.topic + "=log",
                "--aggregator.queue.kafka.instance-id=killed",
                "--aggregator.database.url=" + rig.database.jdbcUrl(),
                "--aggregator.database.user=" + rig.database.user(),
                "--aggregator.ingest.batch-messages=200");
    }
}
