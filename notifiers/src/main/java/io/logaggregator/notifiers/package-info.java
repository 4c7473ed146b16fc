/**
 * Channel kinds, one package each, on the shared packages {@code http} and {@code message}. Start at {@link
 * io.logaggregator.notifiers.Notifiers}.
 */
@NullMarked
package io.logaggregator.notifiers;

import org.jspecify.annotations.NullMarked;
