/**
 * Requests to receivers with the limits and checks that all channel kinds share. Start at {@link
 * io.logaggregator.notifiers.http.HttpSender}.
 */
@NullMarked
package io.logaggregator.notifiers.http;

import org.jspecify.annotations.NullMarked;
