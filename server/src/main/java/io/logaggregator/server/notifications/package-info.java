/**
 * Sends the notifications of the outbox and measures their delivery. Start with {@code NotificationConfiguration}.
 */
@NullMarked
package io.logaggregator.server.notifications;

import org.jspecify.annotations.NullMarked;
