/**
 * Who may ask: one API key for now, configured, read from a file, or made at first start.
 */
@NullMarked
package io.logaggregator.server.security;

import org.jspecify.annotations.NullMarked;
