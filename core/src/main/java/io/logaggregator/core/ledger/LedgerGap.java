package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;

/**
 * Offsets that were lost before they could be read.
 *
 * @param from the first of them
 * @param to the first after them; below {@code from} where the queue itself went back behind what had been read
 */
public record LedgerGap(Partition partition, long from, long to, Instant detectedAt) {}
