/**
 * Sends events to PagerDuty, one incident per alert. Start at {@link
 * io.logaggregator.notifiers.pagerduty.PagerDutyNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.pagerduty;

import org.jspecify.annotations.NullMarked;
