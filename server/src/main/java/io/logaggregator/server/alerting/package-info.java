/**
 * Rule evaluation on this instance: refreshes the rules, evaluates time-based conditions, and provisions configured rules
 * and channels. Start with {@code EvaluationConfiguration}.
 */
@NullMarked
package io.logaggregator.server.alerting;

import org.jspecify.annotations.NullMarked;
