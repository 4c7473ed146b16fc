package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.TestLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server at random moments, while numbered messages flow. */
@Tag("kill")
@Tag("slow")
class KillIT {

    private static final int KILLS = TestLoop.cycles(5, 20);
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
        rig.archiveServer(directory);
        // a life ahead of what is stored, so that each kill is in mid-stream however fast the machine is
        long published = 0;
        rig.publishNumbers(published, published += MESSAGES_PER_LIFE);
        for (int kill = 0; kill < KILLS; kill++) {
            rig.publishNumbers(published, published += MESSAGES_PER_LIFE);
            long moment = stored() + 1 + random.nextInt(MESSAGES_PER_LIFE);
            try (ChildJvm server = startServer(directory)) {
                await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> stored() >= moment);
                server.kill();
            }
            assertThat(stored()).as("killed in mid-stream, not after it").isLessThan(published);
        }
        long total = published;
        try (ChildJvm _ = startServer(directory)) {
            await().atMost(LIMIT).until(() -> stored() >= total);
        }
        assertThat(stored()).isEqualTo(total);
        assertThat(rig.number("select count(distinct message) from log_event")).isEqualTo(total);
        assertThat(rig.store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(rig.store.ledger().count()).allMatch(StoredRows::isBalanced);
    }

    private long stored() {
        return rig.number("select count(*) from log_event");
    }

    private ChildJvm startServer(Path directory) {
        return rig.startServer(directory, "log", "--aggregator.ingest.batch-messages=200");
    }
}
