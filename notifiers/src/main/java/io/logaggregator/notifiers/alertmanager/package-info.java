/**
 * Forwards alerts to Prometheus Alertmanager. Start at {@link
 * io.logaggregator.notifiers.alertmanager.AlertmanagerNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.alertmanager;

import org.jspecify.annotations.NullMarked;
