/**
 * Silences, mute intervals and inhibition: the reasons for which a notification is not sent. Start at {@link
 * io.logaggregator.core.alerting.silence.Suppression}.
 */
@NullMarked
package io.logaggregator.core.alerting.silence;

import org.jspecify.annotations.NullMarked;
