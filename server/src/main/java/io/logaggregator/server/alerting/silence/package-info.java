/** Silences, mute intervals and inhibitions over REST, also as Alertmanager. Start at {@code SilencesController}. */
@NullMarked
package io.logaggregator.server.alerting.silence;

import org.jspecify.annotations.NullMarked;
