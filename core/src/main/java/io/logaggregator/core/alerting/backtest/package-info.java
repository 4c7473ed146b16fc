/**
 * Evaluation of a rule against stored history, by the engine that evaluates incoming data. Start at {@link
 * io.logaggregator.core.alerting.backtest.Backtest}.
 */
@NullMarked
package io.logaggregator.core.alerting.backtest;

import org.jspecify.annotations.NullMarked;
