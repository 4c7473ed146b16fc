/**
 * What the house talks about: observations of hosts, the messages they arrive in, the positions up to which a queue
 * has been read, and the questions people ask. Immutable values without I/O; only {@code java.*} is imported here.
 */
@NullMarked
package io.logaggregator.domain;

import org.jspecify.annotations.NullMarked;
