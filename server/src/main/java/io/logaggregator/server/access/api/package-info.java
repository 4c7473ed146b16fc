/**
 * API keys, sessions, saved views and the audit log over REST.
 */
@NullMarked
package io.logaggregator.server.access.api;

import org.jspecify.annotations.NullMarked;
