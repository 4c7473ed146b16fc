/**
 * What all protocols over HTTP share: routes, the split of a body into messages of one host each, and responses. Start with
 * {@link io.logaggregator.gateways.http.HttpGateway}.
 */
@NullMarked
package io.logaggregator.gateways.http;

import org.jspecify.annotations.NullMarked;
