/**
 * Evaluation of alert rules against stored states, by ingest and by time. Start at {@link
 * io.logaggregator.store.postgres.alerts.evaluation.AlertEvaluation}.
 */
@NullMarked
package io.logaggregator.store.postgres.alerts.evaluation;

import org.jspecify.annotations.NullMarked;
