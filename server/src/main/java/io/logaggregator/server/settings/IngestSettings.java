package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.ingest}: consumption of the queue.
 *
 * @param consumers consumer loops, each with a thread, a consumer of the group and a database connection
 * @param maxBatchMessages messages per transaction
 * @param maxBatchBytes estimated size of the observations per transaction
 */
public record IngestSettings(
        @Between(min = "1", max = "64") int consumers,
        @Between(min = "1", max = "100000") int maxBatchMessages,
        @Between(min = "64KB", max = "512MB") DataSize maxBatchBytes) {}
