/**
 * Sends alerts to Opsgenie and Jira Service Management. Start at {@link
 * io.logaggregator.notifiers.opsgenie.OpsgenieNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.opsgenie;

import org.jspecify.annotations.NullMarked;
