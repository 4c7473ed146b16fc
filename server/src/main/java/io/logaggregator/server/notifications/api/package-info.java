/**
 * Channels and notifications over REST.
 */
@NullMarked
package io.logaggregator.server.notifications.api;

import org.jspecify.annotations.NullMarked;
