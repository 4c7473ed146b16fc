/**
 * Alerts with their transitions, evidence and trends, and the port that reads and changes them. Start at {@link
 * io.logaggregator.core.alerting.alert.Alert}.
 */
@NullMarked
package io.logaggregator.core.alerting.alert;

import org.jspecify.annotations.NullMarked;
