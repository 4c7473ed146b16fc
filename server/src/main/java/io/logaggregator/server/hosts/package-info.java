/**
 * Hosts and their processes over REST.
 */
@NullMarked
package io.logaggregator.server.hosts;

import org.jspecify.annotations.NullMarked;
