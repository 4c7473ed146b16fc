/**
 * Alerts: rules over what hosts send, the state in which a rule has found each thing it watches, and what came of it.
 * Immutable values without I/O.
 */
@NullMarked
package io.logaggregator.domain.alert;

import org.jspecify.annotations.NullMarked;
