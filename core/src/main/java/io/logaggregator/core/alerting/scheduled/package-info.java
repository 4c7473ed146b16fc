/**
 * Evaluation of rules that read stored data at scheduled times, or the alerts of other rules. Start at {@link
 * io.logaggregator.core.alerting.scheduled.ScheduledEvaluationTask}.
 */
@NullMarked
package io.logaggregator.core.alerting.scheduled;

import org.jspecify.annotations.NullMarked;
