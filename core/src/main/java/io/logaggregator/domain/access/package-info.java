/**
 * Who may do what: keys and their scopes. Immutable values without I/O.
 */
@NullMarked
package io.logaggregator.domain.access;

import org.jspecify.annotations.NullMarked;
