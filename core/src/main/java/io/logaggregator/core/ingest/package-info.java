/**
 * The consumer loops from queue to store: poll, decode, enrich, and commit rows and positions in one transaction. Start
 * at {@link io.logaggregator.core.ingest.ConsumerLoop}.
 */
@NullMarked
package io.logaggregator.core.ingest;

import org.jspecify.annotations.NullMarked;
