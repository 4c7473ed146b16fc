/**
 * Sends notifications to ntfy. Start at {@link
 * io.logaggregator.notifiers.ntfy.NtfyNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.ntfy;

import org.jspecify.annotations.NullMarked;
