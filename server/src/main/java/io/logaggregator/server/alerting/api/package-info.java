/**
 * Alerts, rules, backtests and thresholds over REST. Start with {@link
 * io.logaggregator.server.alerting.api.AlertsController}.
 */
@NullMarked
package io.logaggregator.server.alerting.api;

import org.jspecify.annotations.NullMarked;
