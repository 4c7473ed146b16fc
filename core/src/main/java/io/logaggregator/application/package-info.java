/**
 * The one natural way of the data, from queue to store, and the ports it needs: {@link
 * io.logaggregator.application.MessageQueue} on one side, {@link io.logaggregator.application.Store} on the other.
 * Imports the domain and slf4j only.
 */
@NullMarked
package io.logaggregator.application;

import org.jspecify.annotations.NullMarked;
