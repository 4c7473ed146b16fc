/**
 * Sends notifications to Telegram, one message per alert. Start at {@link
 * io.logaggregator.notifiers.telegram.TelegramNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.telegram;

import org.jspecify.annotations.NullMarked;
