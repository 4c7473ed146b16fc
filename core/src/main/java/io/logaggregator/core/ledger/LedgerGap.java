package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;

/**
 * Offsets that were lost before they were read.
 *
 * @param from first lost offset
 * @param to first offset after them; below {@code from} if the queue was reset to an offset that had been read
 */
public record LedgerGap(Partition partition, long from, long to, Instant detectedAt) {}
