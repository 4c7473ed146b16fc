/**
 * Shows people what is committed as it is: one look at the store for all who follow, and a stream for each of them, in
 * which whoever is slow loses lines, but nobody else does.
 */
@NullMarked
package io.logaggregator.server.tail;

import org.jspecify.annotations.NullMarked;
