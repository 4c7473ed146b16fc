/**
 * The texts of a notification for people, the same in every channel. Start at {@link
 * io.logaggregator.notifiers.message.AlertMessage}.
 */
@NullMarked
package io.logaggregator.notifiers.message;

import org.jspecify.annotations.NullMarked;
