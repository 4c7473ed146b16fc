/**
 * Records of each ingest transaction: the id ranges, hours and minutes that it changed, for the live tail, revisions and
 * histograms. Start at {@link io.logaggregator.store.postgres.commits.IngestCommits}.
 */
@NullMarked
package io.logaggregator.store.postgres.commits;

import org.jspecify.annotations.NullMarked;
