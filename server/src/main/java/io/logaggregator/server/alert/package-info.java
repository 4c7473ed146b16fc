/**
 * Alerts as this program runs them: puts judging and telling together from the settings, measures them, and brings the
 * rules and channels of the configuration into the store.
 */
@NullMarked
package io.logaggregator.server.alert;

import org.jspecify.annotations.NullMarked;
