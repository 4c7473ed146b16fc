/** Puts judging and telling together from the settings, and measures them. */
@NullMarked
package io.logaggregator.server.alert;

import org.jspecify.annotations.NullMarked;
