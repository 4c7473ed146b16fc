package io.logaggregator.server.settings;

import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.ingest}: how the queue is read.
 *
 * @param consumers loops, each a thread, a member of the consumer group and a connection to the database
 * @param batchMessages the most messages of one transaction
 * @param batchBytes the most bytes of one transaction
 */
public record IngestSettings(int consumers, int batchMessages, DataSize batchBytes) {

    private static final String PREFIX = "aggregator.ingest.";

    public IngestSettings {
        Check.range(PREFIX + "consumers", consumers, 1, 64);
        Check.range(PREFIX + "batch-messages", batchMessages, 1, 100_000);
        Check.that(
                batchBytes.toBytes() >= 64 * 1024 && batchBytes.toBytes() <= 512L * 1024 * 1024,
                PREFIX + "batch-bytes",
                batchBytes,
                "64KB to 512MB");
    }
}
