/**
 * Evaluation of rules: signals from observations, the state of each series, and the transitions that follow. Start at
 * {@link io.logaggregator.core.alerting.engine.AlertEngine}.
 */
@NullMarked
package io.logaggregator.core.alerting.engine;

import org.jspecify.annotations.NullMarked;
