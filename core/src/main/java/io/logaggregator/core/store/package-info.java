/**
 * The store as a whole: one component that hands out the ports of the other packages, and its maintenance. Start at {@link
 * io.logaggregator.core.store.Store}.
 */
@NullMarked
package io.logaggregator.core.store;

import org.jspecify.annotations.NullMarked;
