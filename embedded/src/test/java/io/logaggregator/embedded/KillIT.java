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

/** {@code kill -9} of the server at random times during ingest of numbered messages. */
@Tag("kill")
@Tag("slow")
class KillIT {

    private static final int KILLS = TestLoop.cycles(3, 20);
    private static final int MESSAGES_PER_START = 10_000;
    private static final int KILLS_WITHIN_MESSAGES = TestLoop.cycles(2, 3);

    /** Objects. Decoded at once they need about 200 MB (430 MB if thorough), before the rest of the heap of 256 MB. */
    private static final int LARGE_MESSAGE = TestLoop.cycles(400_000, 1_000_000);

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final SplittableRandom random = new SplittableRandom(20);
    private final PipelineFixture pipeline = new PipelineFixture();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void kills_loseAndRepeatNothing(@TempDir Path directory) {
        // one batch ahead of the stored messages, so that each kill hits a running ingest on any machine
        long published = 0;
        pipeline.publishNumbers(published, published += MESSAGES_PER_START);
        for (int kill = 0; kill < KILLS; kill++) {
            pipeline.publishNumbers(published, published += MESSAGES_PER_START);
            long moment = pipeline.stored() + 1 + random.nextInt(MESSAGES_PER_START);
            try (ChildJvm server = startServer(directory)) {
                await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).until(() -> pipeline.stored() >= moment);
                server.kill();
            }
            assertThat(pipeline.stored()).as("killed during ingest").isLessThan(published);
        }
        long total = published;
        try (ChildJvm _ = startServer(directory)) {
            pipeline.awaitStored(total);
        }
        assertThat(pipeline.stored()).isEqualTo(total);
        assertThat(pipeline.number("select count(distinct message) from log_event"))
                .isEqualTo(total);
        assertThat(pipeline.store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(pipeline.store.ledger().count()).allMatch(StoredRows::isBalanced);
    }

    /** One message is larger than the heap when it is decoded at once; the others fit one by one, but not together. */
    @Test
    void killsWithinMessages_loseAndRepeatNothing(@TempDir Path directory) {
        pipeline.publishNumbersInMessage(0, LARGE_MESSAGE);
        long total = LARGE_MESSAGE;
        for (int message = 0; message < 10; message++) {
            pipeline.publishNumbersInMessage(total, total += 10_000);
        }
        for (int kill = 0; kill < KILLS_WITHIN_MESSAGES; kill++) {
            long moment = pipeline.stored() + 1 + random.nextInt(LARGE_MESSAGE / 4);
            try (ChildJvm server = pipeline.startServer(directory, "log")) {
                await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).until(() -> pipeline.stored() >= moment);
                server.kill();
            }
        }
        long expected = total;
        try (ChildJvm _ = pipeline.startServer(directory, "log")) {
            await().atMost(TIMEOUT.multipliedBy(3)).until(() -> pipeline.stored() >= expected);
            await().until(() -> pipeline.number("select coalesce(sum(messages), 0) from queue_position") == 11);
        }
        pipeline.assertEachNumberStoredOnce(expected);
    }

    private ChildJvm startServer(Path directory) {
        return pipeline.startServer(directory, "log", "--aggregator.ingest.max-batch-messages=200");
    }
}
