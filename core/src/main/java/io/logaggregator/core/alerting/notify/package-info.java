/**
 * Notification channels, the outbox, and delivery with retries. Start at {@link
 * io.logaggregator.core.alerting.notify.NotificationSender}.
 */
@NullMarked
package io.logaggregator.core.alerting.notify;

import org.jspecify.annotations.NullMarked;
