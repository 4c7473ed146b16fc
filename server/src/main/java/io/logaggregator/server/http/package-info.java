/**
 * What every request goes through, whatever it asks for: the request id, the API key, and the way errors are told, which
 * is always an RFC 9457 problem with the request id.
 */
@NullMarked
package io.logaggregator.server.http;

import org.jspecify.annotations.NullMarked;
