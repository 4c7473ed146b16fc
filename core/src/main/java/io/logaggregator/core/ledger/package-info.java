/**
 * Accounting of every offset: counts per partition, gaps, and rejected messages with their bytes. Start at {@link
 * io.logaggregator.core.ledger.IngestCounts}.
 */
@NullMarked
package io.logaggregator.core.ledger;

import org.jspecify.annotations.NullMarked;
